package org.vdeli.installers.site;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Waits for something that another process does, for a bounded time.
public final class Patience {
    private static final Duration TURN = Duration.ofMillis(100);

    private Patience() {}

    /// Asks every 100 ms until there is an answer.
    ///
    /// @param what is waited for, for the error: "could not see ... within 10 s"
    /// @param question throws to end the waiting
    /// @throws SiteException if there was none in time
    public static <T> T await(String what, Duration within, Supplier<Optional<T>> question) {
        return await(what, within, TURN, question);
    }

    /// Asks again and again, with a pause between, until there is an answer.
    ///
    /// @throws SiteException if there was none in time
    public static <T> T await(
            String what, Duration within, Duration turn, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new SiteException(
                        "could not see " + what + " within " + within.toSeconds() + " s");
            }
            pause(turn);
        }
    }

    /// Lets time pass.
    public static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while waiting", e);
        }
    }
}
