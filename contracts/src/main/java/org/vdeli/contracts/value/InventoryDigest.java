package org.vdeli.contracts.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.vdeli.contracts.id.AssetId;

/// A short summary of which assets a server holds, equal on both sides if and only if (but for
/// chance of 2^-128) they agree.
///
/// It is the XOR of the first 16 bytes of SHA-256(asset id, path, checksum) over all entries: the
/// order does not matter, and an entry is added or taken away in constant time.
///
/// @param count number of entries
/// @param high upper half of the XOR
/// @param low lower half of the XOR
public record InventoryDigest(Integer count, Long high, Long low) {
    public static final InventoryDigest EMPTY = new InventoryDigest(0, 0L, 0L);

    public InventoryDigest plus(AssetId asset, AssetPath path, Checksum checksum) {
        return toggled(asset, path, checksum, 1);
    }

    public InventoryDigest minus(AssetId asset, AssetPath path, Checksum checksum) {
        return toggled(asset, path, checksum, -1);
    }

    private InventoryDigest toggled(AssetId asset, AssetPath path, Checksum checksum, int change) {
        MessageDigest sha256 = Checksum.newDigest();
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(asset.value()).flip());
        sha256.update(path.toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(checksum.bytes()));
        return new InventoryDigest(count + change, high ^ digest.getLong(), low ^ digest.getLong());
    }
}
