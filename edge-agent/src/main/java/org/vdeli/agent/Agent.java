package org.vdeli.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.check.CheckReport;
import org.vdeli.agent.check.Finding;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.ExitCode;
import org.vdeli.contracts.wire.Codec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// The program `agent`.
@Command(
        name = "agent",
        description = "The agent of an edge server.",
        subcommands = {
            Agent.Run.class,
            Agent.Enrol.class,
            Agent.CheckConfig.class,
            Agent.Check.class,
            Agent.Status.class,
            Setup.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Agent.Version.class)
public final class Agent implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    @Spec private @Nullable CommandSpec spec;

    private Agent() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Agent());
        // Made when somebody asks for help: it would be a part of every start that one notices.
        line.getSubcommands()
                .values()
                .forEach(command ->
                        command.getHelpSectionMap()
                                .put(
                                        UsageMessageSpec.SECTION_KEY_FOOTER,
                                        _ -> reader().help() + System.lineSeparator()));
        return line;
    }

    /// Runs a command line and returns its exit status.
    static int execute(String... arguments) {
        CommandLine line = commandLine();
        line.setExecutionExceptionHandler((e, _, _) -> {
            LOG.error("agent failed", e);
            return ExitCode.FAILED.status();
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
        }
    }

    /// `--version`.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"vdeli agent " + AgentVersion.text()};
        }
    }

    /// What all commands that need the configuration have in common.
    @Command(
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            footerHeading =
                    "%nKeys of the configuration, for the file, the environment and flags:%n")
    abstract static class Configured implements java.util.concurrent.Callable<Integer> {
        @Spec private @Nullable CommandSpec spec;

        @Option(names = "--config", paramLabel = "FILE", description = "YAML file with the keys")
        private @Nullable Path file;

        @Unmatched private List<String> flags = new ArrayList<>();

        @Override
        public final Integer call() throws Exception {
            ConfigResult<AgentConfig> result =
                    reader().read(Optional.ofNullable(file), System.getenv(), flags);
            return switch (result) {
                case ConfigResult.Ok<AgentConfig> ok -> call(ok);
                case ConfigResult.Problems<AgentConfig> problems -> {
                    err().println(problems.asText("agent"));
                    yield ExitCode.CONFIGURATION.status();
                }
            };
        }

        abstract int call(ConfigResult.Ok<AgentConfig> configuration) throws Exception;

        PrintWriter out() {
            return spec == null
                    ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
                    : spec.commandLine().getOut();
        }

        PrintWriter err() {
            return spec == null ? out() : spec.commandLine().getErr();
        }
    }

    static ConfigReader<AgentConfig> reader() {
        return ConfigReader.of(AgentConfig.class).ignoring("VDELI_CONSOLE_PASSWORD");
    }

    /// Runs until TERM or INT.
    @Command(name = "run", description = "Runs the agent until it is told to stop.")
    static final class Run extends Configured {
        @Override
        int call(ConfigResult.Ok<AgentConfig> configuration) throws Exception {
            configuration.effective().forEach(line -> LOG.info("configuration: {}", line));
            CountDownLatch end = new CountDownLatch(1);
            Thread main = Thread.currentThread();
            Services services = new Services();
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stop")
                                    .unstarted(() -> {
                                        end.countDown();
                                        main.interrupt();
                                        services.close();
                                        LOG.info("agent stopped");
                                    }));
            try {
                new Wiring(configuration.config()).start(services);
                LOG.info(
                        "agent runs version={} pid={}",
                        AgentVersion.text(),
                        ProcessHandle.current().pid());
                end.await();
                return ExitCode.OK.status();
            } catch (InterruptedException _) {
                return ExitCode.OK.status();
            } catch (ManagerLink.RefusedException e) {
                LOG.error("could not enrol: {}", e.getMessage());
                return ExitCode.FAILED.status();
            } catch (IOException e) {
                LOG.error("could not start the agent: {}", e.toString());
                return ExitCode.FAILED.status();
            }
        }
    }

    /// Enrols and ends.
    @Command(name = "enrol", description = "Enrols this server with the manager, and ends.")
    static final class Enrol extends Configured {
        @Override
        int call(ConfigResult.Ok<AgentConfig> configuration) throws Exception {
            try {
                Enrolled me = new Wiring(configuration.config()).enrolAlone();
                out().println("enrolled as server " + me.server() + ", " + me.name());
                return ExitCode.OK.status();
            } catch (ManagerLink.RefusedException | IOException e) {
                err().println("could not enrol: " + e.getMessage());
                return ExitCode.FAILED.status();
            }
        }
    }

    /// Says what is effective.
    @Command(name = "check-config", description = "Checks the configuration and shows it.")
    static final class CheckConfig extends Configured {
        @Override
        int call(ConfigResult.Ok<AgentConfig> configuration) {
            out().println(String.join(System.lineSeparator(), configuration.effective()));
            return ExitCode.OK.status();
        }
    }

    /// Tries what the agent needs.
    @Command(
            name = "check",
            description = {
                "Tries everything that the agent needs, here and at the manager; changes nothing.",
                "One line for each: ok, FAIL with what to do, or skip. Exit status 1 if one failed."
            })
    static final class Check extends Configured {
        @Option(names = "--json", description = "Prints one JSON object instead of lines.")
        private boolean json;

        @Override
        int call(ConfigResult.Ok<AgentConfig> configuration) throws Exception {
            // The lines say it all, and who reads JSON wants nothing else.
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
                logs.getLoggerList().forEach(log -> log.setLevel(Level.OFF));
            }
            CheckReport report = new Wiring(configuration.config()).selfTest().run();
            out().println(
                            json
                                    ? new Codec().write(report)
                                    : report.findings().stream()
                                            .map(Finding::toString)
                                            .collect(Collectors.joining(System.lineSeparator())));
            return (report.ok() ? ExitCode.OK : ExitCode.FAILED).status();
        }
    }

    /// Shows the last heartbeat.
    @Command(name = "status", description = "Shows the last heartbeat of the agent on this folder.")
    static final class Status extends Configured {
        @Override
        int call(ConfigResult.Ok<AgentConfig> configuration) throws Exception {
            Optional<String> status = Wiring.status(configuration.config().data());
            status.ifPresentOrElse(
                    out()::println, () -> err().println("no agent has run on this folder"));
            return (status.isPresent() ? ExitCode.OK : ExitCode.FAILED).status();
        }
    }
}
