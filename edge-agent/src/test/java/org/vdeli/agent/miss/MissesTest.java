package org.vdeli.agent.miss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.vdeli.agent.link.ManagerLink.Miss;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

class MissesTest {
    private static final AssetPath PATH = AssetPath.parse("acme/films/a.mp4");
    private static final Job.Fill ORDER =
            new Job.Fill(
                    new JobId(1),
                    1,
                    new AssetId(2),
                    PATH,
                    1L,
                    ByteCount.of(5),
                    Checksum.ofContent(new byte[5]),
                    ByteCount.mebibytes(1),
                    List.of(URI.create("http://origin/v1")),
                    "token",
                    TransferMethod.SWARM.preset());

    private final List<AssetPath> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Job.Fill> taken = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private Optional<Miss> said = Optional.of(new Miss.Unknown("no such asset"));
    private final Misses misses = new Misses(this::answer, taken::add, () -> now);

    /// Nothing said: the manager is away.
    private Miss answer(AssetPath path) throws IOException {
        asked.add(path);
        return said.orElseThrow(() -> new IOException("connection refused"));
    }

    @Test
    void thatThereIsNoSuchFileIsBelievedForAWhile() throws Exception {
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.Unknown());
        now = now.plusSeconds(9);
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.Unknown());
        assertThat(asked).hasSize(1);

        now = now.plusSeconds(1);
        said = Optional.of(new Miss.Ordered(ORDER));
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.Ordered(ORDER));
        assertThat(taken).containsExactly(ORDER);
    }

    @Test
    void whatIsKnownIsSaidWhileNoManagerAnswers() throws Exception {
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.Unknown());
        now = now.plus(Duration.ofMinutes(5));
        said = Optional.empty();

        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.Unknown());
        assertThat(misses.ask(AssetPath.parse("acme/films/other.mp4")))
                .isEqualTo(new Misses.Answer.NotNow());
        assertThat(asked).as("whoever is away is not asked for a second").hasSize(2);
    }

    @Test
    void anOrderIsCarriedOutOnceMoreWhileNoManagerAnswersUnlessItWasPurged() throws Exception {
        said = Optional.of(new Miss.Ordered(ORDER));
        misses.ask(PATH);
        said = Optional.empty();

        assertThat(((Misses.Answer.Ordered) misses.ask(PATH)).order().attempt()).isEqualTo(2);
        assertThat(((Misses.Answer.Ordered) misses.ask(PATH)).order().attempt()).isEqualTo(3);
        assertThat(taken).extracting(Job.Fill::attempt).containsExactly(1, 2, 3);

        misses.forget(PATH);
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.NotNow());
    }

    @Test
    void whatHasNoRoomOrIsNotForHereIsSaidSo() throws Exception {
        said = Optional.of(new Miss.NoRoom("too large"));
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.NoRoom());
        said = Optional.of(new Miss.NotHere("draining"));
        assertThat(misses.ask(PATH)).isEqualTo(new Misses.Answer.NotNow());
        assertThat(taken).isEmpty();
    }

    @Test
    void allWhoAskForAPathAtATimeShareOneQuestion() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        Misses slow =
                new Misses(
                        path -> {
                            asked.add(path);
                            isAsked.countDown();
                            mayAnswer.await();
                            return new Miss.Ordered(ORDER);
                        },
                        taken::add,
                        () -> now);
        try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Misses.Answer>> answers = new ArrayList<>();
            answers.add(viewers.submit(() -> slow.ask(PATH)));
            isAsked.await();
            for (int i = 0; i < 50; i++) {
                answers.add(viewers.submit(() -> slow.ask(PATH)));
            }
            while (slow.waiting(PATH) < 50) {
                Thread.onSpinWait();
            }
            mayAnswer.countDown();
            for (Future<Misses.Answer> answer : answers) {
                assertThat(answer.get()).isEqualTo(new Misses.Answer.Ordered(ORDER));
            }
        }
        assertThat(asked).hasSize(1);
        assertThat(taken).hasSize(1);
    }
}
