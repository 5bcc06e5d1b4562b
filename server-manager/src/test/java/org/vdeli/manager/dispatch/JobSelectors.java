package org.vdeli.manager.dispatch;

import java.util.Optional;
import org.vdeli.contracts.api.JobSelector;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// Selectors with one criterion.
public final class JobSelectors {
    private JobSelectors() {}

    public static JobSelector ofAsset(long asset) {
        return new JobSelector(
                Optional.empty(),
                Optional.of(new AssetId(asset)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static JobSelector ofServer(long server) {
        return new JobSelector(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ServerId(server)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
