package org.vdeli.ftp.ftpput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsTest {
    @TempDir Path folder;

    private static List<String> names(List<Item> items) {
        return items.stream().map(Item::remote).toList();
    }

    @Test
    void namesFilesByThemselvesAndFoldersWithTheirOwnName() throws IOException {
        Path films = Files.createDirectories(folder.resolve("films/more"));
        Files.writeString(films.resolve("b ö.mp4"), "bb");
        Files.writeString(folder.resolve("films/a.mp4"), "a");
        Path single = Files.writeString(folder.resolve("c.mp4"), "ccc");

        List<Item> items = Items.ofFiles(List.of(folder.resolve("films"), single));

        assertThat(names(items)).containsExactly("films/a.mp4", "films/more/b ö.mp4", "c.mp4");
        assertThat(items).extracting(Item::size).containsExactly(1L, 2L, 3L);
    }

    @Test
    void saysWhatItCannotRead() {
        assertThatThrownBy(() -> Items.ofFiles(List.of(folder.resolve("no.mp4"))))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "could not read " + folder.resolve("no.mp4") + ": no such file or folder");
    }

    @Test
    void generatesSoManyFilesOfASize() throws IOException {
        List<Item> items = Items.generated("3x16kB");
        assertThat(names(items))
                .containsExactly(
                        "generated-0000001.bin", "generated-0000002.bin", "generated-0000003.bin");
        try (InputStream in = items.getFirst().content().open()) {
            assertThat(in.readAllBytes()).hasSize(16_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "5", "5x", "x16kB", "-1x16kB", "5y16kB", "5x16parsecs"})
    void refusesOtherLoads(String text) {
        assertThatThrownBy(() -> Items.generated(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void repeatsIntoFoldersOfTheirOwn() {
        List<Item> items = Items.generated("1x1B");
        assertThat(Items.repeated(items, 1)).isEqualTo(items);
        assertThat(names(Items.repeated(items, 2)))
                .containsExactly("run-1/generated-0000001.bin", "run-2/generated-0000001.bin");
    }

    /// A resume reads from the middle what an earlier attempt read from the start.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 199_999, 200_000})
    void generatesTheSameBytesFromAnyOffset(int offset) throws IOException {
        Item item = Item.generated("a.bin", 200_000);
        byte[] whole;
        try (InputStream in = item.content().open()) {
            whole = in.readAllBytes();
        }
        try (InputStream in = item.content().open()) {
            in.skipNBytes(offset);
            assertThat(in.readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
        }
    }
}
