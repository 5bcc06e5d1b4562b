package org.vdeli.agent.check;

import java.util.Locale;
import java.util.Optional;

/// What one check found.
///
/// @param check what was tried, in a few words
/// @param state how it ended
/// @param text what was seen
/// @param remedy what to do; there exactly if it failed
public record Finding(String check, State state, String text, Optional<String> remedy) {
    /// How a check ended.
    public enum State {
        OK,
        FAIL,
        /// It could not be tried, because something that it needs is not there.
        SKIP
    }

    public Finding {
        if ((state == State.FAIL) != remedy.isPresent()) {
            throw new IllegalArgumentException(
                    "a finding has a remedy exactly if it failed: " + check + " " + state);
        }
    }

    static Finding ok(String check, String text) {
        return new Finding(check, State.OK, text, Optional.empty());
    }

    static Finding skip(String check, String text) {
        return new Finding(check, State.SKIP, text, Optional.empty());
    }

    static Finding fail(String check, String text, String remedy) {
        return new Finding(check, State.FAIL, text, Optional.of(remedy));
    }

    static Finding fail(String check, Trouble trouble) {
        return fail(check, trouble.text(), trouble.remedy());
    }

    /// One line, such as `FAIL peer port another program holds it; stop that one`.
    @Override
    public String toString() {
        String mark = state == State.FAIL ? "FAIL" : state.name().toLowerCase(Locale.ROOT);
        return "%-6s%-15s%s%s"
                .formatted(mark, check, text, remedy.map(what -> "; " + what).orElse(""))
                .strip()
                .replaceAll("\\s*\\R\\s*", " / ");
    }
}
