package org.vdeli.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogReaderTest {
    @TempDir Path folder;

    static String line(long atMillis, String path) {
        return "{\"t\":%d.%03d,\"s\":200,\"b\":9,\"d\":0.001,\"ut\":\"\",\"m\":\"GET\",\"u\":\"%s\"}\n"
                .formatted(atMillis / 1000, atMillis % 1000, path);
    }

    private static List<String> paths(AccessLogReader reader) throws IOException {
        List<String> paths = new ArrayList<>();
        reader.read(line -> {
            paths.add(line.map(AccessLine::path).orElse("?"));
            return true;
        });
        return paths;
    }

    @Test
    void leavesAllFilesWhenItsOwnWasTakenAway() throws IOException {
        Path log = Files.writeString(folder.resolve("access.log"), line(1000, "/one"));
        try (AccessLogReader reader = new AccessLogReader(log, AccessLogReader.Place.BEGINNING)) {
            assertThat(paths(reader)).containsExactly("/one");
            // As a foreign logrotate does it.
            Files.move(log, folder.resolve("access.log.1"));
            Files.writeString(log, line(2000, "/two"));

            reader.deleteRead();

            assertThat(log).exists();
            try (AccessLogReader next = new AccessLogReader(log, reader.place())) {
                assertThat(paths(next)).containsExactly("/two");
            }
        }
    }

    @Test
    void deletesTheRenamedFilesThatItHasRead() throws IOException {
        Path old = Files.writeString(folder.resolve("access-0001.log"), line(1000, "/one"));
        Path log = Files.writeString(folder.resolve("access.log"), line(2000, "/two"));
        long inode = (Long) Files.getAttribute(log, "unix:ino");
        try (AccessLogReader reader =
                new AccessLogReader(log, new AccessLogReader.Place(inode, 0L))) {
            reader.deleteRead();
        }
        assertThat(old).doesNotExist();
        assertThat(log).exists();
    }
}
