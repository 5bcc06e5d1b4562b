package org.vdeli.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.ByteCount;

class FolderCheckTest {
    private static final ByteCount NOTHING = ByteCount.of(0);

    @TempDir Path folder;

    @Test
    void leavesNothingBehind() {
        Finding found = new FolderCheck(folder, NOTHING).look();

        assertThat(found.state()).isEqualTo(Finding.State.OK);
        assertThat(found.text()).startsWith(folder + " takes files and hard links, ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void makesNoFolder() {
        Path below = folder.resolve("a/b");

        Finding found = new FolderCheck(below, NOTHING).look();

        assertThat(found.state()).isEqualTo(Finding.State.OK);
        assertThat(found.text()).startsWith(below + " will be made, ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysThatThereIsNoRoom() {
        Finding found = new FolderCheck(folder, ByteCount.of(1L << 60)).look();

        assertThat(found.state()).isEqualTo(Finding.State.FAIL);
        assertThat(found.text()).contains("disk.reserve keeps ").endsWith("no fill finds room");
        assertThat(found.remedy()).hasValueSatisfying(t -> assertThat(t).contains("make room"));
    }

    @Test
    void saysThatThereIsAFileInstead() throws Exception {
        Path file = Files.createFile(folder.resolve("x"));

        assertThat(new FolderCheck(file.resolve("y"), NOTHING).look())
                .isEqualTo(
                        Finding.fail(
                                "data folder",
                                file + " is a file",
                                "choose another folder for data, or remove the file"));
    }
}
