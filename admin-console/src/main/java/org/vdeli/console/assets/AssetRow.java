package org.vdeli.console.assets;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// One version of one path at one moment.
///
/// @param share bytes that are verified of all that should be, 0 to 1
public record AssetRow(
        AssetId id,
        AssetPath path,
        long version,
        ByteCount size,
        Checksum checksum,
        Instant acceptedAt,
        Spreading spreading,
        int assigned,
        int verified,
        int filling,
        int failed,
        double share) {

    static final Comparator<AssetRow> NEWEST_FIRST =
            Comparator.comparing(AssetRow::acceptedAt)
                    .reversed()
                    .thenComparing(
                            Comparator.comparingLong((AssetRow row) -> row.id().value())
                                    .reversed());

    static AssetRow of(AssetView asset, @Nullable DistributionView distribution) {
        Spreading spreading = Spreading.of(asset, distribution);
        if (distribution == null) {
            return new AssetRow(
                    asset.id(),
                    asset.path(),
                    asset.version(),
                    asset.size(),
                    asset.checksum(),
                    asset.acceptedAt(),
                    spreading,
                    0,
                    0,
                    0,
                    0,
                    0);
        }
        long total = distribution.bytesTotal().bytes();
        double share =
                total == 0
                        ? (spreading == Spreading.COMPLETE ? 1 : 0)
                        : (double) distribution.bytesVerified().bytes() / total;
        return new AssetRow(
                asset.id(),
                asset.path(),
                asset.version(),
                asset.size(),
                asset.checksum(),
                asset.acceptedAt(),
                spreading,
                distribution.assigned(),
                distribution.verified(),
                distribution.filling(),
                distribution.failed(),
                Math.clamp(share, 0, 1));
    }

    /// Whether it is no longer what viewers get.
    public boolean isPast() {
        return spreading == Spreading.SUPERSEDED || spreading == Spreading.DELETED;
    }

    String searchText() {
        return path + " " + checksum + " " + spreading + " v" + version;
    }
}
