package org.vdeli.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedLogTest {
    @TempDir Path folder;

    private KeyedLog open() throws IOException {
        return KeyedLog.open(folder.resolve("some.log"), KeyedLog.Durability.PROCESS_END);
    }

    @Test
    void remembersTheLastValueOfEachKey() throws IOException {
        try (KeyedLog log = open()) {
            log.put("a", "1");
            log.put("b", "2");
            log.put("a", "3 \u00e9");
            log.remove("b");
        }
        try (KeyedLog log = open()) {
            assertThat(log.entries()).isEqualTo(Map.of("a", "3 é"));
        }
    }

    @Test
    void makesAllChangesOfALineOrNone() throws IOException {
        Path file = folder.resolve("some.log");
        try (KeyedLog log = open()) {
            log.put("a", "1");
            log.change(List.of(new KeyedLog.Change.Remove("a"), new KeyedLog.Change.Put("b", "2")));
        }
        byte[] whole = Files.readAllBytes(file);
        int first = 8 + "\t+a\t1\n".length();
        for (int length = first; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (KeyedLog log = open()) {
                assertThat(log.entries()).isEqualTo(Map.of("a", "1"));
                log.put("c", "3");
            }
            try (KeyedLog log = open()) {
                assertThat(log.entries()).isEqualTo(Map.of("a", "1", "c", "3"));
            }
        }
    }

    @Test
    void leavesOutADamagedLineAndKeepsTheOthers() throws IOException {
        Path file = folder.resolve("some.log");
        try (KeyedLog log = open()) {
            log.put("a", "1");
            log.put("b", "2");
            log.put("c", "3");
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (KeyedLog log = open()) {
            assertThat(log.entries()).isEqualTo(Map.of("a", "1", "c", "3"));
        }
    }

    @Test
    void startsWithRubbishInItsFile() throws IOException {
        Files.writeString(
                folder.resolve("some.log"), "\n\n\u0000rubbish\n", StandardOpenOption.CREATE);
        try (KeyedLog log = open()) {
            assertThat(log.entries()).isEmpty();
        }
    }

    @Test
    void staysShortHoweverManyChangesItSees() throws IOException {
        try (KeyedLog log = open()) {
            for (int i = 0; i < 10_000; i++) {
                log.put("key" + i % 7, "value" + i);
            }
        }
        assertThat(Files.size(folder.resolve("some.log"))).isLessThan(50_000);
        try (KeyedLog log = open()) {
            assertThat(log.entries()).hasSize(7).containsEntry("key3", "value9999");
        }
    }

    @Test
    void refusesWhatWouldBreakItsLines() throws IOException {
        try (KeyedLog log = open()) {
            assertThatThrownBy(() -> log.put("a\tb", "1"))
                    .hasMessage("a key or value must not hold tabs or line ends");
        }
    }

    @Test
    void makesTheNameOfANewLogDurableBeforeItsFirstChange() throws IOException {
        List<Path> synced = new ArrayList<>();
        Path file = folder.resolve("some.log");
        try (KeyedLog log = KeyedLog.open(file, KeyedLog.Durability.POWER_CUT, synced::add)) {
            assertThat(synced).isEmpty();
            log.put("a", "1");
            log.put("b", "2");

            assertThat(synced).containsExactly(folder);
        }
    }

    @Test
    void losesNothingWhenTheFolderCannotBeSyncedAfterItWasShortened() throws IOException {
        KeyedLog.FolderSync failing =
                some -> {
                    throw new IOException("by the test");
                };
        Path file = folder.resolve("some.log");
        try (KeyedLog log = KeyedLog.open(file, KeyedLog.Durability.PROCESS_END, failing)) {
            for (int i = 0; i < 1005; i++) {
                log.put("a", "value" + i);
            }
            assertThat(Files.size(file)).isLessThan(1000);
            log.put("later", "1");
        }
        try (KeyedLog log = open()) {
            assertThat(log.entries()).isEqualTo(Map.of("a", "value1004", "later", "1"));
        }
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        Path file = Files.createFile(folder.resolve("some.log"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (KeyedLog log = open()) {
            log.put("a", "1");
            assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }
}
