package org.vdeli.console.link;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs blocking work on a virtual thread and hands its result to the thread that draws.
///
/// @param screen runs what touches properties that the screen is bound to
public record Background(Executor screen) {
    private static final Logger log = LoggerFactory.getLogger(Background.class);

    /// Calls `work` off the screen, then `done` with its result on it. Work that fails (a fault of
    /// the program, for calls answer refusals) is logged, and `done` is not called.
    public <T> void run(String name, Supplier<T> work, Consumer<T> done) {
        Thread.ofVirtual()
                .name(name)
                .start(() -> {
                    try {
                        T result = work.get();
                        screen.execute(() -> done.accept(result));
                    } catch (RuntimeException e) {
                        log.error("work failed name={}", name, e);
                    }
                });
    }
}
