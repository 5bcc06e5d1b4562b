package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.InventoryDigest;

class ShelfTest {
    private static final AssetPath PATH = AssetPath.parse("acme/films/a.mp4");

    private final Shelf shelf = new Shelf();

    private static Inventory.Entry entry(long asset, long version) {
        return new Inventory.Entry(
                new AssetId(asset),
                PATH,
                version,
                ByteCount.of(100 * version),
                Checksum.ofContent(Long.toString(asset).getBytes(StandardCharsets.UTF_8)));
    }

    private static InventoryDigest digest(Inventory.Entry entry) {
        return InventoryDigest.EMPTY.plus(entry.asset(), entry.path(), entry.checksum());
    }

    @Test
    void replacesAVersionByAHigherOneOnly() {
        assertThat(shelf.publish(entry(1, 1))).isTrue();
        assertThat(shelf.publish(entry(3, 3))).isTrue();
        assertThat(shelf.publish(entry(2, 2))).isFalse();
        assertThat(shelf.entries()).containsExactly(entry(3, 3));
        assertThat(shelf.digest()).isEqualTo(digest(entry(3, 3)));
        assertThat(shelf.stored()).isEqualTo(ByteCount.of(300));
    }

    @Test
    void withdrawsTheAssetThatIsNamedAndNoOtherAtItsPath() {
        shelf.publish(entry(2, 2));
        shelf.withdraw(new AssetId(1), PATH);
        assertThat(shelf.at(PATH)).contains(entry(2, 2));
        shelf.withdraw(new AssetId(2), PATH);
        assertThat(shelf.digest()).isEqualTo(InventoryDigest.EMPTY);
        assertThat(shelf.stored()).isEqualTo(ByteCount.ZERO);
        assertThat(shelf.paths(10)).isEmpty();
    }
}
