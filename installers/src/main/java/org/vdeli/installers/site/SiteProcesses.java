package org.vdeli.installers.site;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Finds the processes of a site, however they were started and whoever is their parent now.
///
/// A process belongs to a site if its environment names the site's folder, or if it is an nginx
/// whose configuration lies there (nginx overwrites its environment with its title), or a worker of
/// such an nginx.
public final class SiteProcesses {
    /// The variable that marks a process of a site.
    static final String MARK = "IN_VDELI_SITE";

    private static final String NGINX_MASTER = "nginx: master process";

    /// How Java writes the names of files into arguments and variables of what it starts.
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding"));

    private final Path folder;

    SiteProcesses(Path folder) {
        this.folder = folder;
    }

    Map<String, String> mark() {
        return Map.of(MARK, folder.toString());
    }

    /// All of them that run now, but this process.
    public List<ProcessHandle> running() {
        Set<Long> own =
                ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(this::isMarked)
                        .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process ->
                        own.contains(process.pid())
                                || process.parent()
                                        .filter(parent -> own.contains(parent.pid()))
                                        .isPresent())
                .toList();
    }

    private boolean isMarked(long pid) {
        String commandLine = read(pid, "cmdline");
        return ("\0" + read(pid, "environ")).contains("\0" + MARK + "=" + folder + "\0")
                || (commandLine.startsWith(NGINX_MASTER) && commandLine.contains(folder + "/"));
    }

    /// Ends all that run: TERM, and KILL for what is still there after the time.
    ///
    /// @return what there was to end, in words
    public List<String> stop(Duration within) {
        List<ProcessHandle> left = running();
        List<String> words = left.stream().map(SiteProcesses::describe).toList();
        left.forEach(ProcessHandle::destroy);
        awaitEnd(left, within);
        List<ProcessHandle> stubborn = running();
        stubborn.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(stubborn, within);
        return words;
    }

    private static void awaitEnd(List<ProcessHandle> processes, Duration within) {
        CompletableFuture.allOf(
                        processes.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, within.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static String describe(ProcessHandle process) {
        String line = read(process.pid(), "cmdline").replace('\0', ' ').strip();
        return process.pid() + " " + (line.length() <= 100 ? line : line.substring(0, 100) + "...");
    }

    private static String read(long pid, String what) {
        try {
            // A title may end within a letter, which a strict reader would refuse.
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(pid), what)), NATIVE);
        } catch (IOException _) {
            return ""; // it has just ended, or belongs to somebody else
        }
    }
}
