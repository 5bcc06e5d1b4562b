package org.vdeli.manager.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final String HOME = "192.0.2.1";
    private static final String AWAY = "192.0.2.2";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(now::get);

    private void fail(String name, String client, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(name, client);
        }
    }

    @Test
    void forgivesFourFailures() {
        fail("ann", HOME, 4);

        assertThat(throttle.wait("ann", HOME)).isEmpty();
    }

    @Test
    void doublesTheWaitWithEveryFurtherFailureUpToFiveMinutes() {
        fail("ann", HOME, 5);
        assertThat(throttle.wait("ann", HOME)).contains(Duration.ofSeconds(1));
        fail("ann", HOME, 1);
        assertThat(throttle.wait("ANN", HOME)).contains(Duration.ofSeconds(2));
        fail("ann", HOME, 20);
        assertThat(throttle.wait("ann", HOME)).contains(Duration.ofMinutes(5));
    }

    @Test
    void looksAgainWhenTheTimeIsOver() {
        fail("ann", HOME, 5);
        now.updateAndGet(time -> time.plusSeconds(1));

        assertThat(throttle.wait("ann", HOME)).isEmpty();
    }

    @Test
    void leavesTheSameNameElsewhereAlone() {
        fail("ann", HOME, 20);

        assertThat(throttle.wait("ann", AWAY)).isEmpty();
    }

    @Test
    void slowsDownAnAddressThatTriesManyNames() {
        for (int i = 0; i < 30; i++) {
            throttle.failed("name" + i, HOME);
        }

        assertThat(throttle.wait("another", HOME)).contains(Duration.ofSeconds(1));
        assertThat(throttle.wait("another", AWAY)).isEmpty();
    }

    @Test
    void slowsDownANameThatIsTriedFromManyAddressesButNotForLong() {
        for (int i = 0; i < 100; i++) {
            throttle.failed("ann", "198.51.100." + i);
        }

        assertThat(throttle.wait("ann", HOME)).contains(Duration.ofSeconds(10));
    }

    @Test
    void startsAnewAfterASuccess() {
        fail("ann", HOME, 4);
        throttle.succeeded("ann", HOME);
        fail("ann", HOME, 4);

        assertThat(throttle.wait("ann", HOME)).isEmpty();
    }
}
