package org.vdeli.manager.side;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.change.Changes;

/// One change, as it travels: a word and up to two ids, such as `replica 0f3… 0f7…`.
sealed interface Change {
    record Regions() implements Change {}

    record Clusters() implements Change {}

    record Server(ServerId server) implements Change {}

    record Asset(AssetId asset) implements Change {}

    record Distribution(AssetId asset) implements Change {}

    record Replica(AssetId asset, ServerId server) implements Change {}

    record Alarm(AlarmId alarm) implements Change {}

    record Ended(AssetId asset, ServerId server) implements Change {}

    record Doubted(AssetId asset) implements Change {}

    record Removed(ObjectKind kind, Id id) implements Change {}

    /// How it travels.
    default String text() {
        return switch (this) {
            case Regions _ -> "regions";
            case Clusters _ -> "clusters";
            case Server(ServerId server) -> "server " + server;
            case Asset(AssetId asset) -> "asset " + asset;
            case Distribution(AssetId asset) -> "distribution " + asset;
            case Replica(AssetId asset, ServerId server) -> "replica " + asset + " " + server;
            case Alarm(AlarmId alarm) -> "alarm " + alarm;
            case Ended(AssetId asset, ServerId server) -> "ended " + asset + " " + server;
            case Doubted(AssetId asset) -> "doubted " + asset;
            case Removed(ObjectKind kind, Id id) ->
                    "removed " + kind.name().toLowerCase(Locale.ROOT) + " " + id;
        };
    }

    /// What [#text] wrote; empty for a word of a newer manager.
    ///
    /// @throws IllegalArgumentException if an id is none
    static Optional<Change> read(String text) {
        String[] words = text.split(" ", -1);
        return Optional.ofNullable(
                switch (words[0] + "/" + (words.length - 1)) {
                    case "regions/0" -> new Regions();
                    case "clusters/0" -> new Clusters();
                    case "server/1" -> new Server(ServerId.of(words[1]));
                    case "asset/1" -> new Asset(AssetId.of(words[1]));
                    case "distribution/1" -> new Distribution(AssetId.of(words[1]));
                    case "replica/2" -> new Replica(AssetId.of(words[1]), ServerId.of(words[2]));
                    case "alarm/1" -> new Alarm(AlarmId.of(words[1]));
                    case "ended/2" -> new Ended(AssetId.of(words[1]), ServerId.of(words[2]));
                    case "doubted/1" -> new Doubted(AssetId.of(words[1]));
                    case "removed/2" -> removed(words[1], words[2]).orElse(null);
                    default -> null;
                });
    }

    /// Only what consoles show can be missed there when it goes.
    private static Optional<Change> removed(String kind, String id) {
        return switch (kind) {
            case "region" -> Optional.of(new Removed(ObjectKind.REGION, RegionId.of(id)));
            case "cluster" -> Optional.of(new Removed(ObjectKind.CLUSTER, ClusterId.of(id)));
            case "server" -> Optional.of(new Removed(ObjectKind.SERVER, ServerId.of(id)));
            default -> Optional.empty();
        };
    }

    /// Tells it to somebody here.
    default void tell(Changes here) {
        switch (this) {
            case Regions _ -> here.regionsChanged();
            case Clusters _ -> here.clustersChanged();
            case Server(ServerId server) -> here.serversChanged(List.of(server));
            case Asset(AssetId asset) -> here.assetsChanged(List.of(asset));
            case Distribution(AssetId asset) -> here.distributionsChanged(List.of(asset));
            case Replica(AssetId asset, ServerId server) ->
                    here.replicasChanged(asset, List.of(server));
            case Alarm(AlarmId alarm) -> here.alarmsChanged(List.of(alarm));
            case Ended(AssetId asset, ServerId server) -> here.fillEnded(asset, server);
            case Doubted(AssetId asset) -> here.contentDoubted(asset);
            case Removed(ObjectKind kind, Id id) -> here.removed(kind, List.of(id));
        }
    }
}
