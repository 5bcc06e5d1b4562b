package org.vdeli.manager.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Subscription subscription = new Subscription(out, 2);

    private static byte[] event(String text) {
        return ("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void numbersWhatItWrites() throws Exception {
        subscription.write(event("a"));
        subscription.write(event("b"));

        assertThat(written()).isEqualTo("id: 1\ndata: a\n\nid: 2\ndata: b\n\n");
    }

    @Test
    void endsWhenItsConsoleIsTooSlow() throws Exception {
        subscription.offer(event("a"));
        subscription.offer(event("b"));
        assertThat(subscription.isEnded()).isFalse();

        subscription.offer(event("c"));

        assertThat(subscription.isEnded()).isTrue();
        subscription.writeAll(Duration.ofSeconds(10), () -> true);
        assertThat(written()).isEmpty();
    }

    @Test
    void beatsWhenNothingHappensAndEndsWhenItsConsoleMayListenNoMore() throws Exception {
        subscription.writeAll(Duration.ofMillis(1), () -> false);

        assertThat(written()).isEqualTo(": heartbeat\n\n");
    }
}
