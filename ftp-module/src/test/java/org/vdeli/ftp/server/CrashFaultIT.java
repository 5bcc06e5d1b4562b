package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.ftp.server.MortalService.Step;

/// The service killed between two steps of an upload and started again: what was confirmed by 226
/// is delivered, once; what was not finished is not.
class CrashFaultIT {
    private static final int SIZE = 600_000;
    private static final int SESSIONS = 4;

    @TempDir Path folder;

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static boolean store(RawSession session, String name, int offset, byte[] content)
            throws IOException {
        try (Socket data = session.resume(offset, "STOR /films/" + name)) {
            data.getOutputStream().write(content, offset, content.length - offset);
        }
        return session.reply().startsWith("226");
    }

    private Path home(String name) {
        return folder.resolve("ftp/homes/anna/films").resolve(name);
    }

    /// Waits for the one delivery, with all bytes.
    private void assertOnly(byte[] film) throws IOException {
        await().until(() -> !MortalService.taken(folder).isEmpty());
        UploadDelivery only = MortalService.taken(folder).getFirst();
        assertThat(MortalService.taken(folder)).hasSize(1);
        assertThat(only.path().toString()).isEqualTo("anna/films/a.mp4");
        assertThat(only.checksum()).isEqualTo(Checksum.ofContent(film));
        assertThat(folder.resolve("store").resolve(only.receipt().toString()))
                .hasBinaryContent(film);
    }

    @Test
    void anUploadThatWasCutOffBetweenTwoBytesIsNotDeliveredAndCanBeResumed() throws IOException {
        byte[] film = bytes(1, SIZE);
        try (MortalService service = MortalService.start(folder, Step.NOWHERE);
                RawSession session = RawSession.of(service.port());
                Socket data = session.begin("STOR /films/a.mp4")) {
            data.getOutputStream().write(film, 0, SIZE / 2);
            await().until(() -> Files.exists(home("a.mp4")) && Files.size(home("a.mp4")) > 0);
            service.kill();
        }
        try (MortalService service = MortalService.start(folder, Step.NOWHERE);
                RawSession session = RawSession.of(service.port())) {
            int there = Math.toIntExact(Files.size(home("a.mp4")));
            assertThat(MortalService.taken(folder)).isEmpty();
            assertThat(store(session, "a.mp4", there, film)).isTrue();
            assertOnly(film);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOWHERE")
    void anUploadIsDeliveredOnceWhereverTheServiceWasKilled(Step step) throws IOException {
        byte[] film = bytes(2, SIZE);
        boolean confirmed;
        try (MortalService service = MortalService.start(folder, step);
                RawSession session = RawSession.of(service.port())) {
            confirmed = confirmed(session, film);
            service.awaitDeath();
        }
        try (MortalService service = MortalService.start(folder, Step.NOWHERE);
                RawSession session = RawSession.of(service.port())) {
            if (step == Step.BEFORE_THE_JOURNAL) {
                assertThat(confirmed).isFalse();
                assertThat(MortalService.taken(folder)).isEmpty();
                assertThat(Files.getPosixFilePermissions(home("a.mp4")))
                        .contains(PosixFilePermission.OWNER_WRITE);
                assertThat(store(session, "a.mp4", SIZE, film)).isTrue();
            }
            assertOnly(film);
            assertThat(Files.getPosixFilePermissions(home("a.mp4")))
                    .doesNotContain(PosixFilePermission.OWNER_WRITE);
        }
        try (var waiting = Files.list(folder.resolve("ftp/outbox"))) {
            assertThat(waiting.count()).isLessThanOrEqualTo(1);
        }
    }

    private static boolean confirmed(RawSession session, byte[] film) {
        try {
            return store(session, "a.mp4", 0, film);
        } catch (IOException e) {
            return false;
        }
    }

    /// Several publishers' sessions at once, killed at any moment: the kill falls between bytes,
    /// before and after the journal, before and after 226.
    @Test
    void nothingThatWasConfirmedIsLostOrDoubledWheneverTheServiceIsKilled() throws Exception {
        Map<String, Checksum> begun = new ConcurrentSkipListMap<>();
        Map<String, Checksum> confirmed = new ConcurrentSkipListMap<>();
        Random random = new Random(3);
        for (int round = 0; round < 3; round++) {
            try (MortalService service = MortalService.start(folder, Step.NOWHERE)) {
                CountDownLatch enough = new CountDownLatch(5 + random.nextInt(40));
                List<Thread> senders = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    String prefix = round + "-" + i + "-";
                    senders.add(
                            Thread.ofVirtual()
                                    .start(() -> send(service, prefix, begun, confirmed, enough)));
                }
                assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
                service.kill();
                for (Thread sender : senders) {
                    sender.join();
                }
            }
        }
        try (MortalService _ = MortalService.start(folder, Step.NOWHERE)) {
            await().untilAsserted(() -> assertThat(delivered()).containsAllEntriesOf(confirmed));
            assertThat(begun).containsAllEntriesOf(delivered());
            assertThat(MortalService.taken(folder)).hasSameSizeAs(delivered().entrySet());
        }
    }

    private Map<String, Checksum> delivered() throws IOException {
        Map<String, Checksum> delivered = new TreeMap<>();
        MortalService.taken(folder).forEach(d -> delivered.put(d.path().file(), d.checksum()));
        return delivered;
    }

    /// Uploads one file after the other, small ones and some that take longer, until the service is
    /// gone.
    private static void send(
            MortalService service,
            String prefix,
            Map<String, Checksum> begun,
            Map<String, Checksum> confirmed,
            CountDownLatch enough) {
        try (RawSession session = RawSession.of(service.port())) {
            for (int i = 0; ; i++) {
                String name = prefix + i + ".mp4";
                byte[] content = bytes(name.hashCode(), i % 3 == 2 ? SIZE : 16_000);
                begun.put(name, Checksum.ofContent(content));
                if (store(session, name, 0, content)) {
                    confirmed.put(name, Checksum.ofContent(content));
                    enough.countDown();
                }
            }
        } catch (IOException e) {
            // The service is gone; so it shall be.
        }
    }
}
