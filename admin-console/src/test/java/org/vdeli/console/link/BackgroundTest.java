package org.vdeli.console.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class BackgroundTest {
    private final Background background = new Background(Runnable::run);

    @Test
    void answersAlsoWhenTheWorkFails() {
        CompletableFuture<Answer<Done>> answer = new CompletableFuture<>();

        background.ask(
                "work",
                () -> {
                    throw new IllegalStateException("a fault");
                },
                answer::complete);

        assertThat(answer.join())
                .isEqualTo(new Answer.Refused<Done>(Refusal.CONSOLE_FAILED, "a fault"));
    }
}
