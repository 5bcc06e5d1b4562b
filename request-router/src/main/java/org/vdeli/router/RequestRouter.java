package org.vdeli.router;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.ExitCode;

/// The request router on its own: any number of them, each with the picture that a manager gave it
/// last.
///
/// `run [--config FILE] [--key=value ...]` serves until SIGTERM; `check-config` says what is wrong
/// with a configuration.
public final class RequestRouter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

    private static final ConfigReader<RouterNodeConfig> READER = RouterNodeConfig.reader();

    private static final String USAGE =
            """
            Usage: router run [--config FILE] [--key=value ...]
                   router check-config [--config FILE] [--key=value ...]
                   router --help | --version
            """;

    private RequestRouter() {}

    /// Runs the program and ends the process.
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv()).status());
    }

    static ExitCode run(List<String> args, Map<String, String> environment) {
        String command = args.isEmpty() ? "" : args.getFirst();
        return switch (command) {
            case "--help", "-h" -> say(USAGE + "\nKeys:\n" + READER.help());
            case "--version", "-V" -> say("router of vdeli " + version());
            case "run", "check-config" ->
                    configured(command, args.subList(1, args.size()), environment);
            default -> {
                System.err.print(USAGE);
                yield ExitCode.USAGE;
            }
        };
    }

    private static String version() {
        return Optional.ofNullable(RequestRouter.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    private static ExitCode say(String text) {
        System.out.println(text);
        return ExitCode.OK;
    }

    private static ExitCode configured(
            String command, List<String> args, Map<String, String> environment) {
        List<String> flags = new ArrayList<>(args);
        Optional<Path> file = Optional.empty();
        int at = flags.indexOf("--config");
        if (at >= 0 && at + 1 < flags.size()) {
            file = Optional.of(Path.of(flags.get(at + 1)));
            flags.subList(at, at + 2).clear();
        } else {
            Optional<String> given =
                    flags.stream().filter(f -> f.startsWith("--config=")).findFirst();
            if (given.isPresent()) {
                file = Optional.of(Path.of(given.get().substring("--config=".length())));
                flags.remove(given.get());
            }
        }
        return switch (READER.read(file, environment, flags)) {
            case ConfigResult.Problems<RouterNodeConfig> wrong -> {
                System.err.println(wrong.asText("router"));
                yield ExitCode.CONFIGURATION;
            }
            case ConfigResult.Ok<RouterNodeConfig> ok -> {
                if (command.equals("check-config")) {
                    ok.effective().forEach(System.out::println);
                    yield ExitCode.OK;
                }
                ok.effective().forEach(line -> LOG.info("configuration {}", line));
                yield serve(ok.config());
            }
        };
    }

    private static ExitCode serve(RouterNodeConfig config) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> end(stop, stopped), "router-stop");
        try (RouterWiring router = new RouterWiring(config)) {
            System.out.println("router listens on " + config.router().host() + ":" + router.port());
            Runtime.getRuntime().addShutdownHook(hook);
            stop.await();
            return ExitCode.OK;
        } catch (IOException e) {
            System.err.println("could not start the router: " + e.getMessage());
            return ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } finally {
            stopped.countDown();
        }
    }

    /// SIGTERM: lets the service close, but not for ever.
    private static void end(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
