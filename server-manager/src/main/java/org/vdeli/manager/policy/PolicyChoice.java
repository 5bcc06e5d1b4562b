package org.vdeli.manager.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.id.RegionId;

/// Which of a project's policies apply in a region. Pure.
///
/// A region with policies of its own is ruled by those alone; any other by the project's policies
/// without region. Where several apply, the lower order comes first, and of equal orders the older
/// policy: a server that several of them choose belongs to the first (feature F062).
public final class PolicyChoice {
    private final Map<RegionId, List<DeliveryPolicy>> ofRegions = new HashMap<>();
    private final List<DeliveryPolicy> elsewhere = new ArrayList<>();

    /// @param policies all of one project, in any order
    public PolicyChoice(Collection<DeliveryPolicy> policies) {
        List<DeliveryPolicy> sorted = new ArrayList<>(policies);
        sorted.sort(
                Comparator.comparingInt(DeliveryPolicy::order)
                        .thenComparingLong(policy -> policy.id().value()));
        for (DeliveryPolicy policy : sorted) {
            policy.region()
                    .map(region -> ofRegions.computeIfAbsent(region, r -> new ArrayList<>()))
                    .orElse(elsewhere)
                    .add(policy);
        }
    }

    /// The policies that apply in the region, the one that wins first; empty when nothing is to be
    /// delivered there.
    public List<DeliveryPolicy> inRegion(RegionId region) {
        return ofRegions.getOrDefault(region, elsewhere);
    }

    /// The policy under which a server of the region may fetch an asset because a viewer asked for
    /// it; empty where nothing is to be delivered, or the time of the asset is over.
    public Optional<DeliveryPolicy> onMiss(RegionId region, Instant acceptedAt, Instant now) {
        List<DeliveryPolicy> policies = inRegion(region);
        return policies.stream().anyMatch(policy -> policy.isOver(acceptedAt, now))
                ? Optional.empty()
                : policies.stream().findFirst();
    }
}
