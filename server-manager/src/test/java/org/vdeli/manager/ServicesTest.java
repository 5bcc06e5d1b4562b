package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Services services = new Services();

    @Test
    void closesInReverseAndOnce() throws Exception {
        open("a");
        open("b");
        services.close();
        services.close();
        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void leavesAServiceAloneThatDoesNotClose() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        open("a");
        services.open("stuck", Duration.ofMillis(50), () -> (AutoCloseable) never::await);
        services.close();
        assertThat(events).containsExactly("+a", "-a");
        never.countDown();
    }

    @Test
    void closesTheRestWhenOneFailsToClose() throws Exception {
        open("a");
        services.open(
                "failing",
                LONG,
                () ->
                        (AutoCloseable)
                                () -> {
                                    throw new IllegalStateException("by the test");
                                });
        services.close();
        assertThat(events).containsExactly("+a", "-a");
    }

    @Test
    void opensNothingMoreWhenTheEndWasAskedFor() {
        services.close();
        assertThatThrownBy(() -> open("late")).isInstanceOf(CancellationException.class);
        assertThat(events).isEmpty();
    }

    @Test
    void closesWhatWasBeingOpenedWhenTheEndWasAskedFor() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread opener =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                services.open(
                                        "slow",
                                        LONG,
                                        () -> {
                                            opening.countDown();
                                            goOn.await();
                                            events.add("+slow");
                                            return (AutoCloseable) () -> events.add("-slow");
                                        });
                            } catch (Exception e) {
                                events.add(e.getClass().getSimpleName());
                            }
                        });
        assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closer = Thread.ofVirtual().start(services::close);
        Awaitility.await().until(services::isClosing);
        goOn.countDown();
        assertThat(closer.join(LONG)).isTrue();
        assertThat(opener.join(LONG)).isTrue();
        assertThat(events).containsExactlyInAnyOrder("+slow", "-slow", "CancellationException");
    }

    @Test
    void startsAServiceAgainThatDied() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        record Mortal(int number, CountDownLatch dead) implements AutoCloseable {
            @Override
            public void close() {
                dead.countDown();
            }
        }
        List<Mortal> all = new CopyOnWriteArrayList<>();
        try (Supervised<Mortal> supervised =
                Supervised.start(
                        "mortal",
                        () -> new Mortal(starts.incrementAndGet(), new CountDownLatch(1)),
                        first -> {
                            Mortal next =
                                    new Mortal(starts.incrementAndGet(), new CountDownLatch(1));
                            all.add(next);
                            return next;
                        },
                        mortal -> mortal.dead().getCount() > 0,
                        services::isClosing)) {
            supervised.first().dead().countDown();
            Awaitility.await().until(() -> all.size() == 1);
            assertThat(supervised.first().number()).isEqualTo(1);
        }
        assertThat(all).extracting(mortal -> mortal.dead().getCount()).containsExactly(0L);
        assertThat(starts).hasValue(2);
    }

    @Test
    void startsNoServiceAgainWhenTheEndWasAskedFor() throws Exception {
        CountDownLatch dead = new CountDownLatch(1);
        AtomicInteger restarts = new AtomicInteger();
        try (Supervised<AutoCloseable> supervised =
                Supervised.start(
                        "mortal",
                        () -> (AutoCloseable) dead::countDown,
                        first -> {
                            restarts.incrementAndGet();
                            return first;
                        },
                        mortal -> dead.getCount() > 0,
                        services::isClosing)) {
            services.close();
            dead.countDown();
            supervised.look();
        }
        assertThat(restarts).hasValue(0);
    }

    private void open(String name) throws Exception {
        services.open(
                name,
                LONG,
                () -> {
                    events.add("+" + name);
                    return (AutoCloseable) () -> events.add("-" + name);
                });
    }
}
