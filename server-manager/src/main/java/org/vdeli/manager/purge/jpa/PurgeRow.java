package org.vdeli.manager.purge.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.purge.Purge;

@Entity
@Table(name = "purges")
final class PurgeRow {
    @Id long id;
    String draft = "";
    String orderedBy = "";
    Instant orderedAt = Instant.EPOCH;
    long upTo;
    boolean allOrdered;
    long assets;
    @Nullable Instant finishedAt;

    PurgeRow() {}

    static PurgeRow of(Purge purge) {
        PurgeRow row = new PurgeRow();
        row.id = purge.id().value();
        row.draft = Columns.json(purge.draft());
        row.orderedBy = purge.by();
        row.orderedAt = purge.at();
        row.upTo = purge.upTo().map(AssetId::value).orElse(0L);
        row.allOrdered = purge.isOrdered();
        row.assets = purge.assets();
        row.finishedAt = purge.finishedAt().orElse(null);
        return row;
    }

    Purge toPurge() {
        return new Purge(
                new PurgeId(id),
                Columns.fromJson(draft, PurgeDraft.class),
                orderedBy,
                orderedAt,
                upTo == 0 ? Optional.empty() : Optional.of(new AssetId(upTo)),
                allOrdered,
                assets,
                Optional.ofNullable(finishedAt));
    }
}
