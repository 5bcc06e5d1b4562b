package org.vdeli.installers.packages;

import java.util.Locale;
import java.util.stream.Collectors;

/// A manual page (man 8) from what a program says of itself.
final class ManualPage {
    private ManualPage() {}

    /// Returns the page's source.
    ///
    /// @param commands what `--help` prints
    /// @param running what `run --help` prints: how it is started, and every key; empty where
    ///   `--help` says it all
    static String of(Product product, String commands, String running) {
        String name = product.packageName();
        return """
        .TH %s 8 "" "vdeli" "vdeli"
        .SH NAME
        %s \\- %s
        .SH DESCRIPTION
        %s
        .SH COMMANDS
        .nf
        %s
        .fi
        %s.SH FILES
        .TP
        .I %s
        The configuration. Every key may also be given as an option or as a variable.
        .TP
        .I %s
        What the program keeps.
        .TP
        .I /usr/lib/systemd/system/%s.service
        The unit; its log: journalctl -u %s.
        .SH EXIT STATUS
        0: done. 1: it failed, and said why. 2: wrong use. 78: the configuration has mistakes, which are
        named all at once.
        """
                .formatted(
                        name.toUpperCase(Locale.ROOT),
                        name,
                        product.summary(),
                        product.description(),
                        escaped(commands),
                        running.isEmpty()
                                ? ""
                                : ".SH RUNNING\n.nf\n" + escaped(running) + "\n.fi\n",
                        product.configFile(),
                        product.stateFolder(),
                        name,
                        name);
    }

    /// Text as it stands: backslashes, and dots and quotes that would begin a request.
    private static String escaped(String text) {
        return text.strip()
                .lines()
                .map(line -> line.replace("\\", "\\e").replace("-", "\\-"))
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
