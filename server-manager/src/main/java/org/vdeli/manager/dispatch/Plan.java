package org.vdeli.manager.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.ReplicaKey;

/// The difference between what should be and what is, as changes to store in one transaction.
///
/// @param assign assignments to store
/// @param unassign assignments to remove
/// @param forget replicas to remove without any order, because the servers are gone or the file was
///   replaced there
/// @param order new jobs, each with its reason
/// @param cancel open jobs to end, already in their new state
public record Plan(
        List<Assignment> assign,
        List<ReplicaKey> unassign,
        List<ReplicaKey> forget,
        List<TransferJob> order,
        List<TransferJob> cancel) {
    public Plan {
        assign = List.copyOf(assign);
        unassign = List.copyOf(unassign);
        forget = List.copyOf(forget);
        order = List.copyOf(order);
        cancel = List.copyOf(cancel);
    }

    public boolean isEmpty() {
        return assign.isEmpty()
                && unassign.isEmpty()
                && forget.isEmpty()
                && order.isEmpty()
                && cancel.isEmpty();
    }

    /// Gathers a plan.
    static final class Draft {
        final List<Assignment> assign = new ArrayList<>();
        final List<ReplicaKey> unassign = new ArrayList<>();
        final List<ReplicaKey> forget = new ArrayList<>();
        final List<TransferJob> order = new ArrayList<>();
        final List<TransferJob> cancel = new ArrayList<>();

        Plan done() {
            return new Plan(assign, unassign, forget, order, cancel);
        }
    }
}
