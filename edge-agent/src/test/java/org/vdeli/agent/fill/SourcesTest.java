package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Report.Reason;

class SourcesTest {
    private static final URI NEAR = URI.create("http://near/peer/v1");
    private static final URI FAR = URI.create("http://far/peer/v1");
    private static final URI MANAGER = URI.create("http://manager/origin/v1");

    private final Sources sources =
            new Sources(List.of(NEAR, FAR, MANAGER), 3, RandomGenerator.getDefault());

    private Optional<URI> chosen() {
        return sources.choose() instanceof Sources.Choice.Use use
                ? Optional.of(use.source())
                : Optional.empty();
    }

    private void fail(URI source, int round) {
        sources.bad(source, round, new SourceFailure(Reason.UNREACHABLE, "no " + source));
    }

    @Test
    void readsFromTheBestAndAfterAFailureFromTheNextAlone() {
        assertThat(chosen()).contains(NEAR);
        fail(NEAR, 0);
        // longer than a first rest: one that is dead is not tried again and again
        await().during(Duration.ofMillis(300))
                .pollDelay(Duration.ZERO)
                .until(() -> chosen().filter(FAR::equals).isPresent());
    }

    @Test
    void comesBackToTheBestWhenTheOthersFailedAsOften() {
        fail(NEAR, 0);
        fail(FAR, 0);
        fail(MANAGER, 0);
        await().until(() -> chosen().filter(NEAR::equals).isPresent());
        fail(NEAR, 1);
        sources.good(MANAGER);
        await().until(() -> chosen().filter(MANAGER::equals).isPresent());
    }

    @Test
    void givesUpWhenAllRefused() {
        for (URI source : List.of(NEAR, FAR, MANAGER)) {
            sources.bad(source, 0, new SourceFailure(Reason.REFUSED, source + " answered 404"));
        }
        Outcome outcome = ((Sources.Choice.GiveUp) sources.choose()).outcome();
        assertThat(outcome.reason()).isEqualTo(Reason.REFUSED);
        assertThat(outcome.detail())
                .isEqualTo(
                        "http://near/peer/v1 answered 404; http://far/peer/v1 answered 404;"
                                + " http://manager/origin/v1 answered 404");
    }

    private void sendWrong(URI source, int round) {
        sources.bad(
                source,
                round,
                new SourceFailure(Reason.CHECKSUM_MISMATCH, "wrong bytes from " + source));
    }

    @Test
    void doesNotReadFromOneThatSentWrongBytesWhileThereIsAnother() {
        sendWrong(NEAR, 0);
        fail(FAR, 0);
        fail(MANAGER, 0);
        // longer than all rests: near would have been the first again
        await().during(Duration.ofMillis(600))
                .pollDelay(Duration.ZERO)
                .until(() -> chosen().filter(NEAR::equals).isEmpty());
        assertThat(chosen()).contains(FAR);
    }

    @Test
    void oneThatSentWrongBytesIsNotTheReasonWhileAnotherMayComeBack() {
        sendWrong(NEAR, 0);
        giveUp(FAR);
        giveUp(MANAGER);
        for (int round = 1; round <= 3; round++) {
            sendWrong(NEAR, round);
        }
        Outcome outcome = ((Sources.Choice.GiveUp) sources.choose()).outcome();
        assertThat(outcome.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(outcome.detail())
                .isEqualTo(
                        "wrong bytes from http://near/peer/v1; no http://far/peer/v1;"
                                + " no http://manager/origin/v1");
    }

    private void giveUp(URI source) {
        for (int round = 0; round <= 3; round++) {
            fail(source, round);
        }
    }

    @Test
    void failsForWrongBytesWhenNobodySentOthers() {
        for (int round = 0; round <= 3; round++) {
            sendWrong(NEAR, round);
            sendWrong(FAR, round);
        }
        sources.bad(MANAGER, 0, new SourceFailure(Reason.REFUSED, "manager answered 404"));
        Outcome outcome = ((Sources.Choice.GiveUp) sources.choose()).outcome();
        assertThat(outcome.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
    }
}
