package org.vdeli.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.InventoryDigest;
import org.vdeli.contracts.wire.Codec;

class PublicationsTest {
    private static final AssetPath PATH = AssetPath.parse("acme/films/deep/a b é.mp4");
    private static final AssetPath OTHER = AssetPath.parse("acme/films/other.mp4");

    @TempDir Path folder;

    private Publications open() throws IOException {
        Publications publications =
                new Publications(
                        openLog(),
                        content(),
                        folder.resolve("www"),
                        folder.resolve("staging"),
                        new Codec());
        publications.recover();
        return publications;
    }

    private KeyedLog openLog() throws IOException {
        return KeyedLog.open(folder.resolve("inventory.log"), KeyedLog.Durability.PROCESS_END);
    }

    private ContentStore content() throws IOException {
        return new ContentStore(folder.resolve("store"));
    }

    private Inventory.Entry entry(long asset, AssetPath path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Checksum checksum = Checksum.ofContent(bytes);
        if (!content().holds(checksum, ByteCount.of(bytes.length))) {
            Path file = Files.write(folder.resolve("fetched"), bytes);
            content().adopt(file, checksum);
        }
        return new Inventory.Entry(
                new AssetId(asset), path, asset, ByteCount.of(bytes.length), checksum);
    }

    @Test
    void replacesAVersionAndRemovesItsContent() throws IOException {
        Publications publications = open();
        Inventory.Entry old = entry(1, PATH, "old");
        Inventory.Entry young = entry(2, PATH, "young");
        assertThat(publications.publish(old)).isEqualTo(Publications.Published.DONE);
        assertThat(publications.publish(young)).isEqualTo(Publications.Published.DONE);

        assertThat(publications.served(PATH)).hasContent("young");
        assertThat(content().holds(old.checksum(), old.size())).isFalse();
        assertThat(publications.digest())
                .isEqualTo(InventoryDigest.EMPTY.plus(young.asset(), PATH, young.checksum()));
        assertThat(publications.stored()).isEqualTo(ByteCount.of(5));
        assertThat(publications.publish(entry(1, PATH, "old")))
                .isEqualTo(Publications.Published.SUPERSEDED);
    }

    @Test
    void keepsContentThatAnotherPathNeeds() throws IOException {
        Publications publications = open();
        publications.publish(entry(1, PATH, "same"));
        publications.publish(entry(2, OTHER, "same"));

        assertThat(publications.withdraw(new AssetId(1), PATH)).isTrue();

        assertThat(publications.served(PATH)).doesNotExist();
        assertThat(folder.resolve("www/acme/films/deep")).doesNotExist();
        assertThat(publications.served(OTHER)).hasContent("same");
        assertThat(publications.withdraw(new AssetId(2), OTHER)).isTrue();
        assertThat(publications.digest()).isEqualTo(InventoryDigest.EMPTY);
        assertThat(folder.resolve("www")).isEmptyDirectory();
    }

    @Test
    void isTheSameAfterARestart() throws IOException {
        Publications publications = open();
        publications.publish(entry(1, PATH, "one"));
        publications.publish(entry(2, OTHER, "two"));

        Publications after = open();

        assertThat(after.entries()).containsExactlyInAnyOrderElementsOf(publications.entries());
        assertThat(after.digest()).isEqualTo(publications.digest());
        assertThat(after.stored()).isEqualTo(publications.stored());
    }

    @Test
    void mendsWhatACrashLeft() throws IOException {
        Publications publications = open();
        publications.publish(entry(1, PATH, "one"));
        publications.publish(entry(2, OTHER, "two"));
        Files.delete(publications.served(PATH));
        Files.delete(content().place(Checksum.ofContent("two".getBytes(StandardCharsets.UTF_8))));
        Path stranger = folder.resolve("www/acme/stranger");
        Files.writeString(stranger, "x");
        entry(3, PATH, "never published");

        Publications after = open();

        assertThat(after.served(PATH)).hasContent("one");
        assertThat(after.at(OTHER)).isEmpty();
        assertThat(after.served(OTHER)).doesNotExist();
        assertThat(stranger).doesNotExist();
        try (var files = Files.walk(folder.resolve("store"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void doesNotPublishWithoutContent() throws IOException {
        Publications publications = open();
        Inventory.Entry entry = entry(1, PATH, "one");
        content().remove(entry.checksum());

        assertThat(publications.publish(entry)).isEqualTo(Publications.Published.NO_CONTENT);
        assertThat(publications.entries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/films/x/y.mp4, acme/films/x",
        "acme/films/x, acme/films/x/y.mp4",
        "acme/films/x/y/z.mp4, acme/films/x"
    })
    void publishesNoPathThatWouldBeFileAndFolder(String first, String second) throws IOException {
        AssetPath there = AssetPath.parse(first);
        AssetPath clashing = AssetPath.parse(second);
        Publications publications = open();
        publications.publish(entry(1, there, "one"));
        InventoryDigest before = publications.digest();

        assertThat(publications.inTheWayOf(clashing)).contains(there);
        assertThat(publications.publish(entry(2, clashing, "two")))
                .isEqualTo(Publications.Published.IN_THE_WAY);

        assertThat(publications.at(clashing)).isEmpty();
        assertThat(publications.digest()).isEqualTo(before);
        assertThat(open().served(there)).hasContent("one");
        assertThat(publications.withdraw(new AssetId(1), there)).isTrue();
        assertThat(publications.publish(entry(2, clashing, "two")))
                .isEqualTo(Publications.Published.DONE);
        assertThat(publications.served(clashing)).hasContent("two");
    }

    @ParameterizedTest
    @CsvSource({
        "acme/films/x/y.mp4, acme/films/x",
        "acme/films/x, acme/films/x/y.mp4",
    })
    void startsWithALogThatMakesAPathFileAndFolder(String first, String second) throws IOException {
        AssetPath there = AssetPath.parse(first);
        AssetPath clashing = AssetPath.parse(second);
        open().publish(entry(1, there, "one"));
        try (KeyedLog log = openLog()) {
            log.put(second, new Codec().write(entry(2, clashing, "two")));
        }

        Publications after = open();

        assertThat(after.entries()).extracting(Inventory.Entry::path).containsExactly(there);
        assertThat(after.served(there)).hasContent("one");
        assertThat(open().digest()).isEqualTo(after.digest());
    }

    @Test
    void isAsBeforeWhenAFileCannotBePutIntoPlace() throws IOException {
        Publications publications = open();
        Inventory.Entry old = entry(1, PATH, "old");
        publications.publish(old);
        // Not empty, so no link can stand there; the fault of a disk has the same effect.
        Path newerBlocked = folder.resolve("staging").resolve(new AssetId(2).toString());
        Path otherBlocked = folder.resolve("staging").resolve(new AssetId(3).toString());
        Files.createDirectories(newerBlocked.resolve("in"));
        Files.createDirectories(otherBlocked.resolve("in"));
        Inventory.Entry newer = entry(2, PATH, "newer");
        Inventory.Entry other = entry(3, OTHER, "other");

        assertThatThrownBy(() -> publications.publish(newer)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> publications.publish(other)).isInstanceOf(IOException.class);

        assertThat(publications.entries()).containsExactly(old);
        assertThat(publications.digest())
                .isEqualTo(InventoryDigest.EMPTY.plus(old.asset(), PATH, old.checksum()));
        assertThat(publications.served(PATH)).hasContent("old");
        Files.delete(newerBlocked.resolve("in"));
        Files.delete(otherBlocked.resolve("in"));
        assertThat(open().entries()).containsExactly(old);
    }

    @Test
    void publishesWhereACrashLeftAnEmptyFolder() throws IOException {
        Publications publications = open();
        Files.createDirectories(publications.served(PATH).resolve("left/behind"));

        assertThat(publications.publish(entry(1, PATH, "one")))
                .isEqualTo(Publications.Published.DONE);
        assertThat(publications.served(PATH)).hasContent("one");
    }

    @Test
    void startsWithAnEntryThatANewerAgentWrote() throws IOException {
        open().publish(entry(1, PATH, "one"));
        try (KeyedLog log = openLog()) {
            log.put(OTHER.toString(), "{\"asset\":{}}");
        }

        Publications after = open();

        assertThat(after.entries()).extracting(Inventory.Entry::path).containsExactly(PATH);
        assertThat(after.publish(entry(2, OTHER, "two"))).isEqualTo(Publications.Published.DONE);
        assertThat(open().entries()).hasSize(2);
    }
}
