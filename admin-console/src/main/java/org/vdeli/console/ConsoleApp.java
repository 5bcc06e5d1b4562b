package org.vdeli.console;

import java.util.Optional;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// The JavaFX side of the program: makes the window at the start and lets go of the line at the
/// end.
public final class ConsoleApp extends Application {
    private static final Logger log = LoggerFactory.getLogger(ConsoleApp.class);

    private @Nullable Wiring wiring;

    @Override
    public void start(Stage stage) {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, fault) -> log.error("a fault of the program thread={}", thread, fault));
        ConsoleOptions options = new ConsoleOptions();
        new CommandLine(options).parseArgs(getParameters().getRaw().toArray(String[]::new));
        Settings settings = Settings.ofUser(System.getenv());
        Wiring made = Wiring.of(stage, options, settings);
        wiring = made;
        made.show(Optional.ofNullable(System.getenv(ConsoleOptions.PASSWORD_VARIABLE)));
    }

    @Override
    public void stop() {
        if (wiring != null) {
            wiring.close();
        }
    }
}
