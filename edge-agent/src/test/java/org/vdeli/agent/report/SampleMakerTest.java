package org.vdeli.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.nginx.NginxConfig;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.wire.Codec;

class SampleMakerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    @Test
    void makesSamplesAgainAtOnceWhenTheClockWasSetBack() throws Exception {
        NginxConfig config =
                new NginxConfig(
                        folder.resolve("nginx"),
                        folder.resolve("www"),
                        "127.0.0.1",
                        80,
                        Optional.empty());
        Files.createDirectories(config.accessLog().getParent());
        Files.writeString(
                config.accessLog(),
                AccessLogReaderTest.line(NOW.plusSeconds(3600).toEpochMilli(), "/future")
                        + AccessLogReaderTest.line(NOW.plusSeconds(1).toEpochMilli(), "/now"));
        Nginx nginx =
                new Nginx(
                        config,
                        new Nginx.Settings(
                                Path.of("/none"),
                                false,
                                false,
                                List.of("true"),
                                List.of("true"),
                                List.of("true")));
        AtomicReference<Instant> time = new AtomicReference<>(NOW.plusSeconds(3615));
        SampleSpool spool =
                new SampleSpool(
                        KeyedLog.open(
                                folder.resolve("samples.log"), KeyedLog.Durability.PROCESS_END),
                        new Codec(),
                        10);
        MachineFigures machine =
                new MachineFigures(Path.of("/proc"), new DiskSpace(folder, ByteCount.ZERO));
        ServerId server = new ServerId(1);
        try (SampleMaker maker =
                new SampleMaker(
                        server, nginx, machine, spool, LENGTH, time::get, () -> {}, (_, _) -> {})) {
            maker.start();
            await().atMost(PATIENCE).until(() -> spool.state().sequence() == 1);

            time.set(NOW);
            Files.writeString(
                    config.accessLog(),
                    AccessLogReaderTest.line(NOW.plusSeconds(3700).toEpochMilli(), "/future"),
                    StandardOpenOption.APPEND);

            await().atMost(PATIENCE)
                    .until(() -> {
                        time.updateAndGet(now -> now.plusSeconds(1));
                        return spool.state().sequence() == 2;
                    });
        }
        Report.Sample first = spool.oldest().orElseThrow();
        assertThat(first.from()).isEqualTo(NOW.plusSeconds(3600));
        spool.sent(first);
        Report.Sample second = spool.oldest().orElseThrow();
        assertThat(second.from()).isBetween(NOW, NOW.plusSeconds(60));
        assertThat(first.traffic().requests() + second.traffic().requests()).isEqualTo(3);
    }
}
