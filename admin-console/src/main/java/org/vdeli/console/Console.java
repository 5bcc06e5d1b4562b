package org.vdeli.console;

import javafx.application.Application;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.vdeli.contracts.config.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The console's main class. It does not extend JavaFX's Application, because a main class that
/// does starts from the module path only.
public final class Console {
    private Console() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new ConsoleOptions());
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            line.usage(System.err);
            System.exit(ExitCode.USAGE.status());
        }
        if (line.isUsageHelpRequested()) {
            line.usage(System.out);
            return;
        }
        if (line.isVersionHelpRequested()) {
            line.printVersionHelp(System.out);
            return;
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Application.launch(ConsoleApp.class, args);
    }
}
