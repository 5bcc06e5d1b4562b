package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vdeli.agent.HalfServer;
import org.vdeli.agent.work.FillRun;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;

@Timeout(30)
class ManifestsTest {
    private static FillRun run(URI source) {
        return new FillRun(
                new Job.Fill(
                        new JobId(1),
                        1,
                        new AssetId(7),
                        AssetPath.parse("acme/films/a.mp4"),
                        1L,
                        ByteCount.of(2000),
                        Checksum.ofContent(new byte[2000]),
                        ByteCount.of(1000),
                        List.of(source),
                        "token",
                        TransferMethod.SINGLE.preset()));
    }

    @Test
    void leavesASourceThatVanishesInTheMiddleOfTheManifest() throws Exception {
        try (HalfServer source = new HalfServer()) {
            Manifests manifests =
                    new Manifests(new Codec(), Duration.ofSeconds(20), Duration.ofSeconds(1));
            String address = source.uri() + "/assets/" + new AssetId(7) + "/manifest";

            assertThatThrownBy(() -> manifests.fetch(source.uri(), run(source.uri())))
                    .isInstanceOfSatisfying(
                            SourceFailure.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE))
                    .hasMessage(
                            "could not fetch %s: no whole answer from %s within 1000 ms",
                            address, address);
        }
    }

    @Test
    void endsAtOnceWhenTheFillIsCancelled() throws Exception {
        try (HalfServer source = new HalfServer()) {
            Manifests manifests = new Manifests(new Codec(), Duration.ofMinutes(10));
            FillRun run = run(source.uri());
            CompletableFuture<Throwable> end =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            manifests.fetch(source.uri(), run);
                            return new AssertionError("there was a manifest");
                        } catch (SourceFailure | InterruptedException e) {
                            return e;
                        }
                    });
            source.awaitHalf();

            run.cancel("it was ordered to be purged");

            assertThat(end.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(SourceFailure.class)
                    .hasMessageContaining("was cancelled");
        }
    }
}
