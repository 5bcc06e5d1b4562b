package org.vdeli.manager.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Set;
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
        Handover handover) {
    public AssetPicture {
        assigned = List.copyOf(assigned);
        replicas = List.copyOf(replicas);
        openJobs = List.copyOf(openJobs);
        givenUp = Set.copyOf(givenUp);
        retired = Set.copyOf(retired);
    }

    /// A picture in which whatever is to be removed goes at once.
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
                Handover.AT_ONCE);
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

        /// Whether an old copy must be kept for now: a newer version was decided on, and no viewer
        /// can be sent to it yet.
        boolean holdsBack() {
            return !assigned.isEmpty() && verified.isEmpty();
        }
    }
}
