package org.vdeli.installers.site;

import java.util.ArrayList;
import java.util.List;

/// Where a program of a site runs: this machine itself, or a part of it with a network of its own
/// that shares its files and its processes.
///
/// @param address at which the programs there are reached from other hosts of the site
/// @param entrance the command that runs the command after it there, in the same process; empty for
///   this machine itself
public record Host(String address, List<String> entrance) {
    /// This machine itself, on loopback.
    public static final Host HERE = new Host("127.0.0.1", List.of());

    public Host {
        entrance = List.copyOf(entrance);
    }

    List<String> command(List<String> program) {
        List<String> all = new ArrayList<>(entrance);
        all.addAll(program);
        return List.copyOf(all);
    }
}
