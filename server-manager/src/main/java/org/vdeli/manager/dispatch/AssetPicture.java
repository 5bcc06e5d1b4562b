package org.vdeli.manager.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.policy.DeliveryPolicy;

/// All that the planner must know to plan one asset.
///
/// @param desired which servers shall hold it, and which policy says so; empty for an asset that is
///   not current
/// @param assigned what was decided before
/// @param replicas what is known to be there
/// @param openJobs what is under way
/// @param givenUp servers whose newest order for it failed for good: left to an operator
/// @param retired servers that carry out nothing any more
/// @param succession of a superseded asset; [Succession#NONE] of any other
/// @param origins what origins have to do with it
/// @param guests servers that hold it, or are to, because viewers asked for it there, and which
///   policy lets them
/// @param handover decides when a server may lose it
public record AssetPicture(
        Asset asset,
        Map<ServerId, DeliveryPolicy> desired,
        List<Assignment> assigned,
        List<Replica> replicas,
        List<TransferJob> openJobs,
        Set<ServerId> givenUp,
        Set<ServerId> retired,
        Succession succession,
        Origins origins,
        Map<ServerId, DeliveryPolicy> guests,
        Handover handover) {
    public AssetPicture {
        assigned = List.copyOf(assigned);
        replicas = List.copyOf(replicas);
        openJobs = List.copyOf(openJobs);
        givenUp = Set.copyOf(givenUp);
        retired = Set.copyOf(retired);
        guests = Map.copyOf(guests);
    }

    /// A picture in which origins do not matter, and whatever is to be removed goes at once.
    public AssetPicture(
            Asset asset,
            Map<ServerId, DeliveryPolicy> desired,
            List<Assignment> assigned,
            List<Replica> replicas,
            List<TransferJob> openJobs,
            Set<ServerId> givenUp,
            Set<ServerId> retired,
            Succession succession) {
        this(
                asset,
                desired,
                assigned,
                replicas,
                openJobs,
                givenUp,
                retired,
                succession,
                Origins.NONE,
                Map.of(),
                Handover.AT_ONCE);
    }

    /// The authoritative copies.
    ///
    /// @param all servers in the role of origin; no policy places anything there
    /// @param desired which of them shall hold the asset; empty for one that is not current
    public record Origins(Set<ServerId> all, Set<ServerId> desired) {
        /// The manager's store is the origin.
        public static final Origins NONE = new Origins(Set.of(), Set.of());

        public Origins {
            all = Set.copyOf(all);
            desired = Set.copyOf(desired);
        }
    }

    /// Whether an edge has the asset, may be getting it, or is being rid of it. Retired ones do not
    /// count.
    boolean isOnEdges() {
        return replicas.stream().map(Replica::server).anyMatch(this::isServingEdge)
                || openJobs.stream()
                        .filter(job -> job.kind() == JobKind.PURGE || job.attempt() > 0)
                        .map(TransferJob::server)
                        .anyMatch(this::isServingEdge);
    }

    private boolean isServingEdge(ServerId server) {
        return !origins.all().contains(server) && !retired.contains(server);
    }

    /// Whether an old copy must be kept for now: a newer version was decided on, and no viewer can
    /// be sent to it yet. Viewers are sent to edges alone.
    boolean successionHoldsBack() {
        return succession.assigned().stream().anyMatch(this::isEdge)
                && succession.verified().stream().noneMatch(this::isEdge);
    }

    private boolean isEdge(ServerId server) {
        return !origins.all().contains(server);
    }

    /// What is known of the newer version of a superseded asset's path.
    ///
    /// @param assigned servers that shall hold the newer version: it takes the old one's place
    ///   there
    /// @param verified servers that do
    public record Succession(Set<ServerId> assigned, Set<ServerId> verified) {
        /// Nothing takes its place.
        public static final Succession NONE = new Succession(Set.of(), Set.of());

        public Succession {
            assigned = Set.copyOf(assigned);
            verified = Set.copyOf(verified);
        }
    }
}
