package org.vdeli.manager.dispatch;

import java.time.LocalTime;
import java.util.Optional;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.manager.policy.DeliveryPolicy;

/// Who wants an asset on a server, and how it shall get there.
///
/// @param policy that wants it; absent: the server is one of its origins
record Wish(Optional<PolicyId> policy, JobTerms terms) {
    /// Before everything else: each edge that fills later has one source more. As one stream, since
    /// origins are few and near; at any time, and never to be evicted.
    static final Wish OF_ORIGIN =
            new Wish(
                    Optional.empty(),
                    new JobTerms(
                            TransferMethod.SINGLE.preset(),
                            LocalTime.MIDNIGHT,
                            LocalTime.MIDNIGHT,
                            0,
                            Optional.of(true)));

    static Wish of(DeliveryPolicy policy) {
        return new Wish(
                Optional.of(policy.id()),
                new JobTerms(
                        policy.limits(),
                        policy.windowStart(),
                        policy.windowEnd(),
                        policy.priority(),
                        Optional.of(policy.pinned())));
    }

    /// Whether the server may not evict it.
    boolean pinned() {
        return terms.pinned().orElse(true);
    }
}
