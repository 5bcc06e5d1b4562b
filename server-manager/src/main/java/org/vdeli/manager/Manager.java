package org.vdeli.manager;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The manager's command line.
@Command(
        name = "manager",
        description = "The manager of vdeli: database, dispatch, REST API, origin store, FTP.",
        mixinStandardHelpOptions = true,
        versionProvider = Manager.Version.class,
        subcommands = {Manager.Run.class, Manager.CheckConfig.class})
public final class Manager implements Callable<Integer> {
    private static final String KEYS =
            "%nConfiguration keys, as --key=value, in the file, or as variables:%n";

    @Spec private @Nullable CommandSpec spec;

    /// Runs a command and ends the process with its status.
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        if (status != ExitCode.OK.status()) {
            System.exit(status);
        }
    }

    static CommandLine commandLine() {
        CommandLine line =
                new CommandLine(new Manager()).setUnmatchedOptionsArePositionalParams(true);
        // Made when somebody asks for help: it would be a part of every start that one notices.
        line.getSubcommands()
                .values()
                .forEach(command ->
                        command.getHelpSectionMap()
                                .put(
                                        UsageMessageSpec.SECTION_KEY_FOOTER,
                                        _ ->
                                                ManagerConfig.reader().help()
                                                        + System.lineSeparator()));
        return line;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return ExitCode.USAGE.status();
    }

    /// The version in the jar's manifest.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"vdeli manager " + text()};
        }

        static String text() {
            return Optional.ofNullable(Manager.class.getPackage().getImplementationVersion())
                    .orElse("in development");
        }
    }

    /// Where the configuration comes from: a file, the environment, and every option that looks
    /// like `--key=value`.
    static final class Given {
        @Option(names = "--config", paramLabel = "FILE", description = "configuration, YAML")
        @Nullable Path file;

        @Parameters(
                paramLabel = "--KEY=VALUE",
                arity = "0..*",
                description = "any key of the configuration")
        List<String> flags = new ArrayList<>();

        ConfigResult<ManagerConfig> read() {
            return ManagerConfig.reader().read(Optional.ofNullable(file), System.getenv(), flags);
        }
    }

    /// Runs until it is told to stop.
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Runs the manager until it is told to stop (SIGTERM, Ctrl-C).",
            footerHeading = KEYS)
    static final class Run implements Callable<Integer> {
        private static final Logger LOG = LoggerFactory.getLogger(Manager.class);

        @CommandLine.Mixin private Given given = new Given();
        @Spec private @Nullable CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            return switch (given.read()) {
                case ConfigResult.Problems<ManagerConfig> problems ->
                        refuse(problems, errors(spec));
                case ConfigResult.Ok<ManagerConfig> ok -> run(ok);
            };
        }

        private static int run(ConfigResult.Ok<ManagerConfig> ok) throws InterruptedException {
            LOG.info("event=manager-starting version=\"{}\"", Version.text());
            ok.effective().forEach(line -> LOG.info("event=configuration {}", line));
            Services services = new Services();
            Thread stop = new Thread(services::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                new Wiring(ok.config(), services).start();
            } catch (CancellationException e) {
                LOG.info("event=start-cancelled cause=\"{}\"", e.getMessage());
                stop.join();
                return ExitCode.OK.status();
            } catch (Exception e) {
                LOG.error("event=start-failed", e);
                System.err.println("could not start manager: " + e.getMessage());
                services.close();
                return ExitCode.FAILED.status();
            }
            // The shutdown hook ends the process.
            Thread.currentThread().join();
            return ExitCode.OK.status();
        }
    }

    /// Reads the configuration and says what it is, or what is wrong with it.
    @Command(
            name = "check-config",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Checks the configuration and shows it; secrets are masked.",
            footerHeading = KEYS)
    static final class CheckConfig implements Callable<Integer> {
        @CommandLine.Mixin private Given given = new Given();
        @Spec private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            return switch (given.read()) {
                case ConfigResult.Problems<ManagerConfig> problems ->
                        refuse(problems, errors(spec));
                case ConfigResult.Ok<ManagerConfig> ok -> {
                    ok.effective().forEach(System.out::println);
                    yield ExitCode.OK.status();
                }
            };
        }
    }

    private static PrintWriter errors(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
                : spec.commandLine().getErr();
    }

    private static int refuse(ConfigResult.Problems<ManagerConfig> problems, PrintWriter errors) {
        errors.println(problems.asText("manager"));
        errors.flush();
        return ExitCode.CONFIGURATION.status();
    }
}
