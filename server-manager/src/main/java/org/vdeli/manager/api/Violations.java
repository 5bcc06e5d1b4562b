package org.vdeli.manager.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.vdeli.contracts.api.Violation;

/// Collects broken rules, so that a client is told all of them at once.
public final class Violations {
    private final List<Violation> found = new ArrayList<>();

    /// Notes a broken rule unless it holds.
    public Violations require(boolean holds, String field, String reason) {
        if (!holds) {
            found.add(new Violation(field, reason));
        }
        return this;
    }

    public Violations add(List<Violation> others) {
        found.addAll(others);
        return this;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// Ends the call with status 400 if any rule is broken.
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw ProblemException.invalid(found);
        }
    }

    /// What a constructor makes of values that came from a client; a value that it refuses is the
    /// client's fault.
    public static <T> T making(String field, Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, String.valueOf(e.getMessage()));
        }
    }
}
