package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.database.InMemoryTransactions;
import org.vdeli.manager.origin.OriginSources;

class JobFeederTest {
    private static final ServerId SILENT = new ServerId(11);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final AtomicLong ids = new AtomicLong(1000);
    private JobFeeder feeder;

    @BeforeEach
    void found() throws NoSuchAlgorithmException {
        transactions.change(Fixtures::world);
        feeder =
                new JobFeeder(
                        transactions,
                        new JobMessages(
                                new Envelopes(new Codec(), ids::incrementAndGet),
                                KeyPairGenerator.getInstance("Ed25519")
                                        .generateKeyPair()
                                        .getPrivate(),
                                new OriginSources(URI.create("http://127.0.0.1/origin/v1"))),
                        () -> Fixtures.T0.plusSeconds(500),
                        Changes.IGNORED);
    }

    @Test
    void aFillOutsideItsWindowWaitsForItsOpening() {
        TransferJob usual = Fixtures.job(51, 21, 11, JobState.NOT_SCHEDULED);
        LocalTime there =
                LocalTime.ofInstant(Fixtures.T0.plusSeconds(500), ZoneId.of("Europe/Lisbon"));
        TransferJob night =
                new TransferJob(
                        usual.id(),
                        usual.kind(),
                        usual.asset(),
                        usual.server(),
                        usual.policy(),
                        new JobTerms(
                                usual.terms().limits(), there.plusHours(1), there.plusHours(2), 5),
                        usual.state(),
                        usual.attempt(),
                        usual.reason(),
                        usual.ended(),
                        usual.detail(),
                        usual.notBefore(),
                        usual.createdAt(),
                        usual.changedAt());
        transactions.change(stores -> stores.jobs().addAll(List.of(night)));

        assertThat(feeder.feed()).isZero();

        TransferJob waits = transactions.read(s -> s.jobs().find(night.id()).orElseThrow());
        Instant opening = Fixtures.T0.plusSeconds(500 + 3600);
        assertThat(waits.waitsForWindow()).isTrue();
        assertThat(waits.detail()).isEqualTo("window closed until " + opening);
        assertThat(waits.notBefore()).isEqualTo(opening);
    }

    @Test
    void manyOlderJobsOfASilentServerKeepNoLostJobFromBeingSentAgain() {
        transactions.change(stores -> {
            for (long id = 51; id < 71; id++) {
                stores.jobs().addAll(List.of(Fixtures.job(id, 21, 11, JobState.PROCESSING)));
            }
            stores.jobs().addAll(List.of(Fixtures.job(99, 21, 12, JobState.PROCESSING)));
        });

        int again = 0;
        for (int turn = 0; turn < 3; turn++) {
            again +=
                    feeder.feedAgain(
                            Fixtures.T0.plusSeconds(400), 2, job -> !job.server().equals(SILENT));
        }

        assertThat(again).isEqualTo(1);
        assertThat(
                        transactions.<Integer>read(
                                s -> s.jobs().find(new JobId(99)).orElseThrow().attempt()))
                .isEqualTo(2);
    }
}
