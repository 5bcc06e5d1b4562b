package org.vdeli.ftp.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.contracts.wire.Codec;

class UploadJournalIT {
    @TempDir Path folder;

    private static UploadDelivery delivery(String file) {
        Checksum checksum = Checksum.ofContent(file.getBytes(StandardCharsets.UTF_8));
        return new UploadDelivery(
                new UUID(1, file.hashCode()),
                AssetPath.of("anna", "films", file),
                ByteCount.of(10),
                checksum,
                PieceLayout.FINE,
                List.of(checksum),
                Instant.parse("2026-01-02T03:04:05Z"),
                "127.0.0.1");
    }

    private UploadJournal open() throws IOException {
        return new UploadJournal(folder, true, new RecentUploads());
    }

    @Test
    void opensAfterACrashCutTheLastLineWithinALetter() throws IOException {
        UploadDelivery whole = delivery("größe.mp4");
        try (UploadJournal journal = open()) {
            journal.received(whole);
        }
        byte[] line =
                new Codec()
                        .write(JournalLine.received(delivery("ö.mp4")))
                        .getBytes(StandardCharsets.UTF_8);
        int letter = 0;
        while (line[letter] != (byte) 0xc3) {
            letter++;
        }
        Files.write(
                folder.resolve("journal"),
                Arrays.copyOf(line, letter + 1),
                StandardOpenOption.APPEND);

        try (UploadJournal journal = open()) {
            assertThat(journal.open()).containsExactly(whole);
        }
    }

    /// A journal as a crash leaves it after a rename was noted.
    private Renaming cutOff() throws IOException {
        UploadDelivery delivery = delivery("b.mp4");
        Files.createDirectories(folder.resolve("outbox"));
        Files.writeString(folder.resolve("outbox").resolve(delivery.receipt().toString()), "film");
        Renaming renaming =
                new Renaming(
                        folder.resolve("a.mp4").toString(),
                        folder.resolve("b.mp4").toString(),
                        List.of(delivery));
        try (UploadJournal journal = open()) {
            journal.renaming(renaming);
        }
        return renaming;
    }

    @Test
    void deliversWhatARenameMovedBeforeACrash() throws IOException {
        Renaming renaming = cutOff();
        Files.writeString(Path.of(renaming.to()), "film");
        try (UploadJournal journal = open()) {
            assertThat(journal.open()).isEqualTo(renaming.deliveries());
        }
        try (UploadJournal again = open()) {
            assertThat(again.open()).isEqualTo(renaming.deliveries());
        }
    }

    @Test
    void deliversNothingOfARenameThatACrashCutOffBeforeItsMove() throws IOException {
        Renaming renaming = cutOff();
        Files.writeString(Path.of(renaming.from()), "film");
        try (UploadJournal journal = open()) {
            assertThat(journal.open()).isEmpty();
        }
    }

    @Test
    void deliversARenameOnceThatWasAnsweredBeforeACrash() throws IOException {
        Renaming renaming = cutOff();
        Files.writeString(Path.of(renaming.to()), "film");
        try (UploadJournal journal = open()) {
            journal.answered(renaming.deliveries().getFirst(), Optional.empty());
        }
        try (UploadJournal journal = open()) {
            assertThat(journal.open()).isEmpty();
        }
    }
}
