package org.vdeli.installers.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vdeli.contracts.wire.Codec;

/// What a site keeps from run to run in `site.json` (mode 600): ports, so that addresses stay the
/// same, and the passwords of its accounts.
final class SiteFile {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Path path;
    private final Codec codec = new Codec();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, String> passwords = new TreeMap<>();
    private final Set<String> settled = new HashSet<>();

    private record Content(Map<String, Integer> ports, Map<String, String> passwords) {}

    SiteFile(Path path) {
        this.path = path;
        try {
            if (Files.exists(path)) {
                Content content = codec.read(Files.readAllBytes(path), Content.class);
                ports.putAll(content.ports());
                passwords.putAll(content.passwords());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + path, e);
        }
    }

    /// A port that was free at the first call; it stays the same, and also from run to run, if
    /// nobody else has taken it meanwhile.
    synchronized int port(String name) {
        return port(name, 1);
    }

    /// The first of several free ports in a row.
    synchronized int port(String name, int count) {
        Integer known = ports.get(name);
        boolean isSettled = !settled.add(name);
        if (known != null && (isSettled || LoopbackPorts.areFree(known, count))) {
            return known;
        }
        int fresh = LoopbackPorts.find(count, ports.values());
        ports.put(name, fresh);
        save();
        return fresh;
    }

    /// A random password of 14 letters and digits, made at the first call.
    synchronized String password(String name) {
        String known = passwords.get(name);
        if (known != null) {
            return known;
        }
        StringBuilder made = new StringBuilder();
        RANDOM.ints(14, 0, LETTERS.length()).forEach(i -> made.append(LETTERS.charAt(i)));
        passwords.put(name, made.toString());
        save();
        return made.toString();
    }

    private void save() {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Files.createFile(
                    next,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, codec.write(new Content(ports, passwords)));
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + path, e);
        }
    }
}
