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

    /// Asks for something off the screen, then calls `done` with the answer on it. It is called in
    /// every case: a fault of the program is logged and answered as [Refusal#CONSOLE_FAILED], so
    /// that nothing waits for ever.
    public <T> void ask(String name, Supplier<Answer<T>> question, Consumer<Answer<T>> done) {
        Thread.ofVirtual()
                .name(name)
                .start(() -> {
                    Answer<T> answer = answer(name, question);
                    screen.execute(() -> done.accept(answer));
                });
    }

    /// Does something off the screen of which nobody waits for the end.
    public void run(String name, Runnable work) {
        ask(
                name,
                () -> {
                    work.run();
                    return new Answer.Ok<>(Done.DONE);
                },
                answer -> {});
    }

    private static <T> Answer<T> answer(String name, Supplier<Answer<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            log.error("work failed name={}", name, e);
            return new Answer.Refused<>(Refusal.CONSOLE_FAILED, String.valueOf(e.getMessage()));
        }
    }
}
