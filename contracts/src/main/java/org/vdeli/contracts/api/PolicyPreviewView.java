package org.vdeli.contracts.api;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

/// What a change of policies would do, before it is made.
///
/// The lists hold the largest first, at most [#LONGEST_LIST] items; the totals beside them count
/// all.
///
/// @param complete whether all assets could be looked at in time; if not, every figure is of the
///   first [#assetsPlanned] alone
/// @param assets current assets that the change may concern
/// @param assetsPlanned those that were looked at
/// @param assetsChanged those that some server would get or lose
/// @param total over all servers
/// @param links the WAN of every cluster that would fetch something
/// @param origins who would hand it out
/// @param bytesOverWan the sum over all clusters
/// @param doneAt when the last fill would end; absent if there is none, or if that of some cluster
///   cannot be told
/// @param purgesLater those of the purges that are ordered only when the copies are verified that
///   take the place of what they remove; absent where there are none
public record PolicyPreviewView(
        Boolean complete,
        Long assets,
        Long assetsPlanned,
        Long assetsChanged,
        Change total,
        List<RegionChange> regions,
        List<ClusterChange> clusters,
        Long clustersTotal,
        List<ServerChange> servers,
        Long serversTotal,
        List<AssetChange> changedAssets,
        List<WanLoad> links,
        Long linksTotal,
        List<OriginLoad> origins,
        ByteCount bytesOverWan,
        Optional<Instant> doneAt,
        Optional<Long> purgesLater) {
    /// As many as a person looks at.
    public static final int LONGEST_LIST = 100;

    public PolicyPreviewView {
        regions = List.copyOf(regions);
        clusters = List.copyOf(clusters);
        servers = List.copyOf(servers);
        changedAssets = List.copyOf(changedAssets);
        links = List.copyOf(links);
        origins = List.copyOf(origins);
    }

    /// What would change somewhere, in copies: one asset on one server each.
    ///
    /// @param gains copies that servers shall hold and shall not now
    /// @param losses copies that servers shall no longer hold
    /// @param fills orders to fetch; fewer than the gains where something is there already
    /// @param purges orders to delete; fewer than the losses where nothing came yet
    /// @param cancelled open orders that would be called off
    /// @param filled bytes that the fills bring onto disks
    /// @param freed bytes that the purges take from disks
    public record Change(
            Long gains,
            Long losses,
            Long fills,
            Long purges,
            Long cancelled,
            ByteCount filled,
            ByteCount freed) {}

    public record RegionChange(RegionId region, String name, Change change) {}

    public record ClusterChange(ClusterId cluster, String name, Change change) {}

    public record ServerChange(ServerId server, String name, Change change) {}

    public record AssetChange(AssetId asset, AssetPath path, Change change) {}

    /// What a cluster would fetch over its WAN.
    ///
    /// @param capacity of the WAN; zero when unknown
    /// @param time for which the WAN would be busy, windows not counted; absent when it cannot be
    ///   told
    public record WanLoad(
            ClusterId cluster,
            String name,
            ByteCount bytes,
            Bitrate capacity,
            Optional<Duration> time,
            Optional<Instant> doneAt) {}

    /// What would be read from an origin.
    ///
    /// @param least if the clusters hand on to each other all that they can
    /// @param most if they hand on nothing
    public record OriginLoad(URI origin, ByteCount least, ByteCount most) {}
}
