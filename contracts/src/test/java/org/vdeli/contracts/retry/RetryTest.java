package org.vdeli.contracts.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pauses of an hour: only a hint ends one in the time of these tests.
@Timeout(60)
class RetryTest {
    private final Retry retry =
            new Retry(
                    new BackOff(Duration.ofHours(1), Duration.ofHours(2)),
                    RandomGeneratorFactory.getDefault().create(1));

    @Test
    void aHintEndsThePause() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            begun.countDown();
                            pause();
                        });
        begun.await();

        retry.hint();

        assertThat(waiting.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aHintDuringAnAttemptSkipsThePauseAfterItAlone() throws Exception {
        retry.hint();
        retry.pause();

        Thread waiting = Thread.ofVirtual().start(this::pause);

        assertThat(waiting.join(Duration.ofMillis(50))).isFalse();
        waiting.interrupt();
        waiting.join();
    }

    @Test
    void forgetsAHintThatCameBeforeItWorked() throws Exception {
        retry.hint();
        retry.worked();

        Thread waiting = Thread.ofVirtual().start(this::pause);

        assertThat(waiting.join(Duration.ofMillis(50))).isFalse();
        waiting.interrupt();
        waiting.join();
    }

    private void pause() {
        try {
            retry.pause();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
