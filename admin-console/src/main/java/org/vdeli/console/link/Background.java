package org.vdeli.console.link;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs blocking work on a virtual thread and hands its result to the thread that draws.
///
/// @param screen runs what touches properties that the screen is bound to
public record Background(Executor screen) {
    /// Calls `work` off the screen, then `done` with its result on it.
    public <T> void run(String name, Supplier<T> work, Consumer<T> done) {
        Thread.ofVirtual()
                .name(name)
                .start(() -> {
                    T result = work.get();
                    screen.execute(() -> done.accept(result));
                });
    }
}
