package org.vdeli.installers.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The script `vdeli` at the top of the project, which knows how to run each program.
///
/// @param home the folder that holds it
/// @param trains whether programs that it runs leave behind what makes later starts quick, and
///   start quickly rather than run well where an earlier one did
public record Launcher(Path home, boolean trains) {
    /// The launcher of the build that this class belongs to: the folder that the launcher named
    /// when it started this program, else the nearest one above the working folder.
    ///
    /// @throws IllegalStateException if there is none
    public static Launcher find() {
        Optional<Path> named = Optional.ofNullable(System.getProperty("vdeli.home")).map(Path::of);
        Path start = named.orElse(Path.of("")).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("vdeli"))
                    && Files.exists(folder.resolve("pom.xml"))) {
                return new Launcher(folder, false);
            }
        }
        throw new IllegalStateException(
                "could not find the launcher 'vdeli' in " + start + " or above it");
    }

    /// The same one, whose programs leave behind what makes later starts quick, if the build has
    /// nothing of the kind yet: it costs some seconds when they end.
    public Launcher training() {
        return new Launcher(home, true);
    }

    /// The command line that runs a program in a session of its own. The process keeps its pid when
    /// it becomes the program.
    ///
    /// @param program such as `manager`
    public List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add("setsid");
        command.add(home.resolve("vdeli").toString());
        command.add(program);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /// Variables for such a process: the build is up to date and the packages are there, the
    /// launcher need not look again.
    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("VDELI_NO_BUILD", "1");
        variables.put("VDELI_NO_INSTALL", "1");
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        if (trains) {
            variables.put("VDELI_TRAIN", "1");
            variables.put("VDELI_QUICK", "1");
        }
        return Map.copyOf(variables);
    }
}
