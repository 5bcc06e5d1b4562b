package org.vdeli.manager.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

class OriginStoreTest {
    @TempDir Path data;

    @Test
    void keepsEqualContentsOnceUnderTheirChecksum() throws IOException {
        byte[] content = {1, 2, 3};
        Checksum checksum = Checksum.ofContent(content);
        OriginStore store = new OriginStore(data);
        for (String name : new String[] {"a", "b"}) {
            Path file = Files.write(data.resolve(name), content);
            store.takeIn(file, ByteCount.of(3), checksum);
            Files.delete(file);
        }
        Path kept = store.find(checksum).orElseThrow();
        assertThat(data.relativize(kept))
                .hasToString(
                        "origin/content/" + checksum.hex().substring(0, 2) + "/" + checksum.hex());
        assertThat(kept).hasBinaryContent(content);
        store.beginCollection();
        assertThat(store.remove(checksum)).isTrue();
        assertThat(store.find(checksum)).isEmpty();
    }

    @Test
    void refusesAFileOfAnotherSizeAndKeepsNothingOfIt() throws IOException {
        OriginStore store = new OriginStore(data);
        Path file = Files.write(data.resolve("a"), new byte[] {1, 2, 3});
        Checksum checksum = Checksum.ofContent(new byte[] {1});
        assertThatThrownBy(() -> store.takeIn(file, ByteCount.of(4), checksum))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("could not take " + file + " into the origin store")
                .hasRootCauseMessage(file + ": 3 bytes instead of 4");
        assertThat(store.find(checksum)).isEmpty();
    }

    @Test
    void sweepsWhatACrashLeftAtTheNextStart() throws IOException {
        new OriginStore(data);
        Path left = Files.write(data.resolve("origin/incoming/half"), new byte[1]);
        new OriginStore(data);
        assertThat(left).doesNotExist();
    }
}
