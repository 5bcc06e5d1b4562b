package org.vdeli.agent.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;

class ScrubTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Scrub.Settings MONTHLY =
            new Scrub.Settings(
                    Duration.ofDays(30), ByteCount.of(50_000_000), ByteCount.of(50_000_000));

    @TempDir Path folder;
    private final Codec codec = new Codec();
    private ContentStore content;
    private Publications publications;
    private Losses losses;

    @BeforeEach
    void open() throws IOException {
        content = new ContentStore(folder.resolve("store"));
        publications =
                new Publications(
                        log("inventory"),
                        content,
                        folder.resolve("www"),
                        folder.resolve("staging"),
                        codec);
        losses = new Losses(new ServerId(7), log("losses"), codec, InstantSource.fixed(NOON));
    }

    private KeyedLog log(String name) throws IOException {
        return KeyedLog.open(folder.resolve(name + ".log"), KeyedLog.Durability.PROCESS_END);
    }

    private Scrub scrub() {
        return new Scrub(
                publications,
                content,
                losses,
                () -> {},
                folder.resolve("scrub.json"),
                codec,
                MONTHLY,
                InstantSource.fixed(NOON));
    }

    /// In the order of their checksums.
    private List<Inventory.Entry> publish(int count) throws IOException {
        List<Inventory.Entry> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            byte[] bytes = ("content " + i).getBytes(StandardCharsets.UTF_8);
            Checksum checksum = Checksum.ofContent(bytes);
            content.adopt(Files.write(folder.resolve("fetched"), bytes), checksum);
            Inventory.Entry entry =
                    new Inventory.Entry(
                            new AssetId(i),
                            AssetPath.parse("acme/films/" + i + ".mp4"),
                            1L,
                            ByteCount.of(bytes.length),
                            checksum);
            publications.publish(entry);
            entries.add(entry);
        }
        entries.sort(Comparator.comparing(entry -> entry.checksum().hex()));
        return entries;
    }

    private void damage(Inventory.Entry entry) throws IOException {
        byte[] bytes = Files.readAllBytes(content.place(entry.checksum()));
        bytes[bytes.length / 2] ^= 1;
        Files.write(content.place(entry.checksum()), bytes);
    }

    private Scrub.Place place() throws IOException {
        return codec.read(Files.readString(folder.resolve("scrub.json")), Scrub.Place.class);
    }

    private boolean isDone() throws IOException {
        return Files.exists(folder.resolve("scrub.json")) && place().done();
    }

    @Test
    void withdrawsWhatDoesNotMatchAndKeepsTheRest() throws Exception {
        List<Inventory.Entry> entries = publish(3);
        damage(entries.get(1));
        Files.delete(content.place(entries.get(2).checksum()));
        try (Scrub scrub = scrub()) {
            scrub.start();
            await().atMost(PATIENCE).until(this::isDone);
        }

        assertThat(publications.entries()).containsExactly(entries.get(0));
        assertThat(publications.served(entries.get(1).path())).doesNotExist();
        assertThat(losses.untold())
                .extracting(report -> ((Report.Lost) report).asset())
                .containsExactly(entries.get(1).asset(), entries.get(2).asset());
        assertThat(losses.untold())
                .extracting(report -> ((Report.Lost) report).cause())
                .containsExactly(Report.Loss.CHECKSUM_MISMATCH, Report.Loss.MISSING);
    }

    @Test
    void goesOnWhereItWasAndRestsUntilThePeriodIsOver() throws Exception {
        List<Inventory.Entry> entries = publish(4);
        damage(entries.get(0));
        damage(entries.get(3));
        Files.writeString(
                folder.resolve("scrub.json"),
                codec.write(
                        new Scrub.Place(
                                NOON.minusSeconds(60),
                                Optional.of(entries.get(1).checksum()),
                                false)));
        try (Scrub scrub = scrub()) {
            scrub.start();
            await().atMost(PATIENCE).until(this::isDone);
        }

        assertThat(losses.untold())
                .extracting(report -> ((Report.Lost) report).asset())
                .containsExactly(entries.get(3).asset());
        assertThat(place())
                .isEqualTo(
                        new Scrub.Place(
                                NOON.minusSeconds(60),
                                Optional.of(entries.get(3).checksum()),
                                true));
    }
}
