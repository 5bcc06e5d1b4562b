package org.vdeli.installers.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// What the demo shows: lines, and one table that is drawn anew in place on a terminal, or printed
/// as plain lines, when it changed, anywhere else.
public final class Screen {
    private final PrintStream out;
    private final boolean isTerminal;
    private List<String> drawn = List.of();

    public Screen(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /// Standard output.
    public static Screen standard() {
        return new Screen(
                System.out,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    }

    /// A line below all that was shown so far.
    public synchronized void say(String line) {
        drawn = List.of();
        out.println(line);
        out.flush();
    }

    /// Takes the place of the table drawn last, if nothing was said since.
    public synchronized void draw(List<String> table) {
        if (table.equals(drawn)) {
            return;
        }
        if (isTerminal && !drawn.isEmpty()) {
            out.print("\033[" + drawn.size() + "A\033[J");
        }
        table.forEach(out::println);
        out.flush();
        drawn = List.copyOf(table);
    }

    public boolean isTerminal() {
        return isTerminal;
    }
}
