package org.vdeli.manager.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.vdeli.contracts.id.RegionId;

/// Which of a project's policies apply in a region. Pure.
///
/// A region with policies of its own is ruled by those alone; any other by the project's policies
/// without region. Where several apply, the lower order comes first, and of equal orders the older
/// policy: a server that several of them choose belongs to the first (feature F062).
public final class PolicyChoice {
    private final List<DeliveryPolicy> sorted;

    /// @param policies all of one project, in any order
    public PolicyChoice(Collection<DeliveryPolicy> policies) {
        this.sorted =
                policies.stream()
                        .sorted(
                                Comparator.comparingInt(DeliveryPolicy::order)
                                        .thenComparingLong(policy -> policy.id().value()))
                        .toList();
    }

    /// The policies that apply in the region, the one that wins first; empty when nothing is to be
    /// delivered there.
    public List<DeliveryPolicy> inRegion(RegionId region) {
        List<DeliveryPolicy> own =
                sorted.stream()
                        .filter(policy -> policy.region().filter(region::equals).isPresent())
                        .toList();
        return own.isEmpty()
                ? sorted.stream().filter(policy -> policy.region().isEmpty()).toList()
                : own;
    }
}
