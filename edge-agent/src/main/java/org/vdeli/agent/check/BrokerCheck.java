package org.vdeli.agent.check;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.amqp.LinkState;
import org.vdeli.contracts.config.Secret;

/// Whether the broker lets this server in. Takes nothing from its queue.
final class BrokerCheck {
    private static final String NAME = "broker";

    /// The broker link gives a connection and a login 10 s each; a person waits no longer than
    /// this.
    private static final Duration DEADLINE = Duration.ofSeconds(12);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final InstantSource clock;
    private final RandomGenerator random;

    BrokerCheck(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    Finding look(Enrolled me) throws InterruptedException {
        LinkSettings settings =
                LinkSettings.agent(
                        me.name() + " check",
                        me.broker(),
                        me.brokerUser(),
                        Secret.of(me.brokerPassword()),
                        clock,
                        random);
        try (BrokerLink link = BrokerLink.open(settings)) {
            String before = link.state().detail();
            long until = System.nanoTime() + DEADLINE.toNanos();
            boolean tried = false;
            // Until it is in, or has failed once and says why: it would try on for ever.
            while (!link.awaitConnected(LOOK) && !tried && System.nanoTime() < until) {
                tried = !link.state().detail().equals(before);
            }
            LinkState last = link.state();
            if (last.connected()) {
                return Finding.ok(NAME, me.broker() + " lets " + me.brokerUser() + " in");
            }
            return failed(
                    me,
                    last.detail().equals(before)
                            ? "no answer within " + DEADLINE.toSeconds() + " s"
                            : last.detail());
        } catch (IllegalArgumentException e) {
            return failed(me, String.valueOf(e.getMessage()));
        }
    }

    private static Finding failed(Enrolled me, String cause) {
        String text = "could not log in at " + me.broker() + ": " + cause;
        if (cause.contains("ACCESS_REFUSED")) {
            return Finding.fail(
                    NAME,
                    text,
                    "the manager has changed or removed this server's account: make an enrolment"
                            + " token there and run `agent enrol` with it");
        }
        String host = String.valueOf(me.broker().getHost());
        return Finding.fail(
                NAME,
                text,
                host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]")
                        ? "that is this machine itself. If the broker is elsewhere, set"
                                + " private-broker.agent-uri or broker.agent-uri at the manager, and"
                                + " run `agent enrol` here with a new token"
                        : "let this connection through the firewalls between, and see that the"
                                + " broker runs");
    }
}
