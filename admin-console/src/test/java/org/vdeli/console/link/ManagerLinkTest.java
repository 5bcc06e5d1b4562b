package org.vdeli.console.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.fake.FakeManager;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.wire.Codec;

final class ManagerLinkTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Queue<ConsoleEvent> events = new ConcurrentLinkedQueue<>();
    private final FakeManager manager =
            new FakeManager(
                    new FakeFleet(4, 2, 1, Duration.ofSeconds(2)), 0, Duration.ofMillis(100), 1);
    private final ManagerLink link =
            new ManagerLink(new Codec(), Clock.systemUTC(), new Random(1), SILENCE, events::add);

    @BeforeEach
    void start() {
        manager.start();
    }

    @AfterEach
    void stop() {
        link.close();
        manager.close();
    }

    @Test
    void refusesAWrongPassword() {
        Answer<SessionView> answer = signIn("wrong");

        assertThat(answer)
                .isEqualTo(
                        new Answer.Refused<SessionView>(
                                Refusal.WRONG_CREDENTIALS,
                                "could not log in: wrong name or password"));
        assertThat(link.state()).isEqualTo(new LinkState.SignedOut());
    }

    @Test
    void saysThatNothingAnswers() {
        manager.close();

        assertThat(signIn(FakeManager.PASSWORD))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.UNREACHABLE));
    }

    @Test
    void isLiveWhenTheSnapshotIsComplete() {
        signIn(FakeManager.PASSWORD);

        awaitState(LinkState.Live.class);
        assertThat(events.peek()).isInstanceOf(ConsoleEvent.SnapshotBegun.class);
        assertThat(events).anyMatch(event -> event instanceof ConsoleEvent.SnapshotEnded);
    }

    @Test
    void comesBackAfterTheManagerWasRestarted() {
        signIn(FakeManager.PASSWORD);
        awaitState(LinkState.Live.class);

        manager.close();
        awaitState(LinkState.Lost.class);
        manager.start();
        link.retryNow();

        awaitState(LinkState.Live.class);
        assertThat(
                        events.stream()
                                .filter(event -> event instanceof ConsoleEvent.SnapshotEnded)
                                .count())
                .isEqualTo(2);
    }

    @Test
    void takesALongSilenceForALoss() {
        signIn(FakeManager.PASSWORD);
        awaitState(LinkState.Live.class);

        manager.mute(true);

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        link.state() instanceof LinkState.Lost lost
                                && lost.cause().equals("nothing was heard for 2 s"));
    }

    @Test
    void stopsFollowingWhenTheSessionExpires() {
        signIn(FakeManager.PASSWORD);
        awaitState(LinkState.Live.class);

        manager.expireSessions();

        awaitState(LinkState.Expired.class);
        assertThat(link.list("/api/v1/servers", SessionView.class))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.SESSION_EXPIRED));
    }

    @Test
    void forgetsTheSessionAtSignOut() {
        signIn(FakeManager.PASSWORD);
        awaitState(LinkState.Live.class);

        link.end(link.leave().orElseThrow());

        assertThat(link.state()).isEqualTo(new LinkState.SignedOut());
        assertThat(link.session()).isEmpty();
        assertThat(List.copyOf(events)).isNotEmpty();
    }

    @Test
    void takesAFaultOfTheConsumerForALoss() {
        AtomicBoolean isFaulty = new AtomicBoolean();
        ManagerLink faulty =
                new ManagerLink(
                        new Codec(),
                        Clock.systemUTC(),
                        new Random(1),
                        SILENCE,
                        event -> {
                            if (isFaulty.get()) {
                                throw new IllegalStateException("a fault");
                            }
                        });
        try (faulty) {
            faulty.signIn(
                    ManagerAddress.parse(manager.address()),
                    FakeManager.OPERATOR,
                    FakeManager.PASSWORD);
            await().until(() -> faulty.state() instanceof LinkState.Live);

            isFaulty.set(true);
            await().until(() -> faulty.state() instanceof LinkState.Lost);
            isFaulty.set(false);
            faulty.retryNow();

            await().until(() -> faulty.state() instanceof LinkState.Live);
        }
    }

    private Answer<SessionView> signIn(String password) {
        return link.signIn(ManagerAddress.parse(manager.address()), FakeManager.OPERATOR, password);
    }

    private void awaitState(Class<? extends LinkState> state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> state.isInstance(link.state()));
    }
}
