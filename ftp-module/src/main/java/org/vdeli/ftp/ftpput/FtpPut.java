package org.vdeli.ftp.ftpput;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ftpput`: sends files and folders to an FTP server.
///
/// Exit status: 0 everything was sent or is there, 1 no connection or no login, 2 not everything
/// was sent (or the command line is wrong).
@Command(
        name = "ftpput",
        description = "Sends files and folders to an FTP server, or load to measure it.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything was sent or is there already",
            "1:no connection or no login",
            "2:not everything was sent, or the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ftpput -s ftp.example.org -u acme --password-file secret --ftps -l film.mp4 -t /films",
            "  ftpput -s ftp.example.org:2121 -u acme --sessions 4 -l season-1 season-2 -t /series",
            "  ftpput -s 127.0.0.1:2121 -u acme -p secret --generate 5000x16kB --sessions 8 -t /load"
        },
        mixinStandardHelpOptions = true,
        versionProvider = FtpPut.Version.class,
        sortOptions = false)
public final class FtpPut implements Callable<Integer> {
    static final int DONE = 0;
    static final int NO_LOGIN = 1;
    static final int NOT_ALL = 2;

    private static final int FTP_PORT = 21;

    /// In seconds: a day.
    private static final int LONGEST_TIMEOUT = 86_400;

    /// The version in the jar's manifest.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "ftpput of vdeli "
                        + Optional.ofNullable(FtpPut.class.getPackage().getImplementationVersion())
                                .orElse("in development")
            };
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-s", "--server"},
            required = true,
            paramLabel = "HOST[:PORT]",
            description = "The server; port 21 if none is given.")
    private String server = "";

    @Option(
            names = {"-u", "--user"},
            required = true,
            paramLabel = "NAME",
            description = "Who logs in.")
    private String user = "";

    @Option(
            names = {"-p", "--password"},
            paramLabel = "TEXT",
            description =
                    "The password; others can see it in the process list, so better give it by"
                            + " --password-env or --password-file, or type it when asked.")
    private Optional<String> password = Optional.empty();

    @Option(names = "--password-env", paramLabel = "VARIABLE", description = "Takes it from there.")
    private Optional<String> passwordVariable = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "Takes its first line.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = {"-l", "--local"},
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files and folders to send; folders with all that is in them.")
    private List<Path> locals = new ArrayList<>();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "More files and folders.")
    private List<Path> more = new ArrayList<>();

    @Option(
            names = {"-t", "--target"},
            paramLabel = "FOLDER",
            defaultValue = "",
            description = "Folder on the server, made if needed, such as /project/folder.")
    private String target = "";

    @Option(
            names = {"-o", "--overwrite"},
            description = "Send also what is there already, from its first byte.")
    private boolean overwrite;

    @Option(
            names = {"-a", "--ascii"},
            description = "Send as text: line ends are adapted.")
    private boolean ascii;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Sessions side by side (default 1).")
    private int sessions = 1;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Send everything N times, into folders run-1 to run-N.")
    private int repeat = 1;

    @Option(
            names = "--generate",
            paramLabel = "COUNTxSIZE",
            description = "Send that many generated files, such as 5000x16kB.")
    private Optional<String> load = Optional.empty();

    @Option(names = "--ftps", description = "Use TLS (AUTH TLS) for commands and data.")
    private boolean tls;

    @Option(names = "--insecure", description = "With --ftps: take any certificate.")
    private boolean insecure;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "With --ftps: trust the certificates in this PEM file.")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "3",
            description = "Tries again after a passing error (default 3).")
    private int retries = 3;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the server (default 30).")
    private int timeout = 30;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress bar.")
    private boolean quiet;

    /// Runs the program and ends the process.
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs the program in this process.
    ///
    /// @return the exit status
    public static int run(String... args) {
        return new CommandLine(new FtpPut()).execute(args);
    }

    @Override
    public Integer call() {
        List<Item> items;
        Target where;
        try {
            items = items();
            where = where();
        } catch (IOException e) {
            print(String.valueOf(e.getMessage()));
            return NOT_ALL;
        }
        if (items.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Nothing to send: give --local or --generate");
        }
        return send(where, items);
    }

    private List<Item> items() throws IOException {
        List<Path> files = new ArrayList<>(locals);
        files.addAll(more);
        List<Item> items = new ArrayList<>(Items.ofFiles(files));
        if (repeat < 1 || sessions < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--sessions and --repeat must be at least 1");
        }
        if (timeout < 1 || timeout > LONGEST_TIMEOUT || retries < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout must be 1 to 86400 and --retries at least 0");
        }
        try {
            load.ifPresent(text -> items.addAll(Items.generated(text)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        return Items.repeated(items, repeat);
    }

    private Target where() throws IOException {
        int colon = server.lastIndexOf(':');
        boolean port = (colon > 0 && server.indexOf(':') == colon) || server.contains("]:");
        try {
            return new Target(
                    (port ? server.substring(0, colon) : server).replaceAll("[\\[\\]]", ""),
                    port ? Integer.parseInt(server.substring(colon + 1)) : FTP_PORT,
                    user,
                    secret(),
                    target,
                    overwrite,
                    ascii,
                    tls,
                    insecure,
                    authorities,
                    retries,
                    Duration.ofSeconds(timeout));
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "--server must be HOST or HOST:PORT, not " + server);
        }
    }

    private String secret() throws IOException {
        if (password.isPresent()) {
            return password.get();
        }
        if (passwordVariable.isPresent()) {
            return Optional.ofNullable(System.getenv(passwordVariable.get()))
                    .orElseThrow(() ->
                            new IOException(passwordVariable.get() + " is not in the environment"));
        }
        if (passwordFile.isPresent()) {
            return Files.readString(passwordFile.get()).lines().findFirst().orElse("");
        }
        Console console =
                terminal()
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Give the password by --password-env,"
                                                + " --password-file or --password"));
        char[] typed = console.readPassword("Password of %s: ", user);
        return typed == null ? "" : new String(typed);
    }

    private static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /// Whether standard error, where the bar goes, is a terminal: in a log it would be noise.
    private static boolean showsErrors() {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    private int send(Target where, List<Item> items) {
        Queue<Item> queue = new ConcurrentLinkedQueue<>(items);
        Set<String> folders = ConcurrentHashMap.newKeySet();
        int count = Math.min(sessions, items.size());
        AtomicInteger living = new AtomicInteger(count);
        Tally tally = new Tally();
        long begun = System.nanoTime();
        try (Bar bar = bar(items)) {
            List<Sender> senders = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                senders.add(new Sender(where, queue, living, tally, folders, bar));
            }
            try {
                senders.getFirst().open();
            } catch (CannotLogIn e) {
                print(String.valueOf(e.getMessage()));
                return NO_LOGIN;
            }
            runAll(senders);
        }
        queue.forEach(item -> tally.failed(item.remote() + ": interrupted"));
        tally.kept().forEach(FtpPut::print);
        tally.failures().forEach(failure -> print("not sent: " + failure));
        print(tally.line((System.nanoTime() - begun) / 1e9));
        return tally.failures().isEmpty() ? DONE : NOT_ALL;
    }

    private static void runAll(List<Sender> senders) {
        List<Thread> threads = new ArrayList<>();
        for (Sender sender : senders) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try (sender) {
                                    sender.run();
                                }
                            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String text) {
        System.err.println(text);
    }

    /// What shows progress.
    private interface Bar extends LongConsumer, AutoCloseable {
        @Override
        void close();
    }

    private Bar bar(List<Item> items) {
        if (quiet || terminal().isEmpty() || !showsErrors()) {
            return new Bar() {
                @Override
                public void accept(long bytes) {}

                @Override
                public void close() {}
            };
        }
        ProgressBar shown =
                new ProgressBarBuilder()
                        .setTaskName("ftpput")
                        .setInitialMax(items.stream().mapToLong(Item::size).sum())
                        .setUnit(" MB", 1_000_000)
                        .setStyle(ProgressBarStyle.ASCII)
                        .showSpeed()
                        .build();
        return new Bar() {
            @Override
            public void accept(long bytes) {
                shown.stepBy(bytes);
            }

            @Override
            public void close() {
                shown.close();
            }
        };
    }
}
