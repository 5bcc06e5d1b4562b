package org.vdeli.console.map;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.vdeli.console.geo.Areas;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// All that the map shows at one moment.
///
/// @param draft whose changes it shows
/// @param regions those that lose where areas overlap come first, as they are drawn
/// @param servers all that have a place; the ones of a cluster stand together
/// @param everything counts the whole fleet
/// @param loose servers that are in no cluster
/// @param placeless of those, the ones that no place is known of
public record MapPicture(
        Draft draft,
        Topology topology,
        Overlay overlay,
        List<RegionMark> regions,
        List<ClusterMark> clusters,
        List<ServerMark> servers,
        Map<Ref<RegionId>, RegionMark> regionsByRef,
        Map<Ref<ClusterId>, ClusterMark> clustersByRef,
        Map<ServerId, ServerMark> serversById,
        Tally everything,
        int loose,
        int placeless) {
    public MapPicture {
        regions = List.copyOf(regions);
        clusters = List.copyOf(clusters);
        servers = List.copyOf(servers);
    }

    /// How bad the worst alarm of something is.
    public enum Ailment {
        NONE,
        WARNING,
        CRITICAL;

        static Ailment of(AlarmSeverity severity) {
            return switch (severity) {
                case WARNING -> WARNING;
                case CRITICAL -> CRITICAL;
            };
        }

        Ailment worse(Ailment other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /// A region's outline.
    ///
    /// @param shape absent when it was never drawn
    /// @param label where its name stands on the map
    /// @param hue its colour's number
    /// @param edited whether a draft changes it
    public record RegionMark(
            RegionPlan plan,
            Optional<Areas> shape,
            Coordinate label,
            int hue,
            boolean edited,
            int clusters,
            Tally tally) {
        public Ref<RegionId> ref() {
            return plan.ref();
        }
    }

    /// A cluster's ring.
    ///
    /// @param x,y on the map
    public record ClusterMark(ClusterPlan plan, double x, double y, boolean edited, Tally tally) {
        public Ref<ClusterId> ref() {
            return plan.ref();
        }
    }

    /// A server's dot.
    ///
    /// @param x,y on the map
    /// @param slot its number among those that stand at the same place and so share a spiral; -1
    ///   for one with a place of its own
    /// @param filled share of the chosen asset's bytes, 0 to 1
    public record ServerMark(
            ServerView view,
            Optional<Ref<ClusterId>> cluster,
            double x,
            double y,
            int slot,
            ServerState state,
            double bits,
            Ailment alarm,
            Optional<ReplicaState> replica,
            double filled,
            boolean edited) {
        /// Pixels between two dots of a spiral.
        private static final double STEP = 5.6;

        private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

        public ServerId id() {
            return view.id();
        }

        /// Pixels from the place to the dot: a sunflower's spiral, whose dots stand equally close
        /// however many they are.
        public double offsetX() {
            return slot < 0 ? 0 : STEP * Math.sqrt(slot + 0.4) * Math.cos(slot * GOLDEN_ANGLE);
        }

        public double offsetY() {
            return slot < 0 ? 0 : STEP * Math.sqrt(slot + 0.4) * Math.sin(slot * GOLDEN_ANGLE);
        }

        /// The radius of a spiral of so many dots.
        static double spiral(int count) {
            return STEP * Math.sqrt(count + 0.4) + STEP;
        }
    }

    public Optional<RegionMark> region(Ref<RegionId> ref) {
        return Optional.ofNullable(regionsByRef.get(ref));
    }

    public Optional<ClusterMark> cluster(Ref<ClusterId> ref) {
        return Optional.ofNullable(clustersByRef.get(ref));
    }

    public Optional<ServerMark> server(ServerId id) {
        return Optional.ofNullable(serversById.get(id));
    }

    public List<ServerMark> serversOf(Ref<ClusterId> ref) {
        return servers.stream().filter(s -> s.cluster().filter(ref::equals).isPresent()).toList();
    }

    public List<ClusterMark> clustersOf(Ref<RegionId> ref) {
        return clusters.stream().filter(c -> c.plan().region().equals(ref)).toList();
    }
}
