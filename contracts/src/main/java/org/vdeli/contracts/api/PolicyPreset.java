package org.vdeli.contracts.api;

import java.util.List;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;

/// What a transfer method begins with when an operator chooses it in a policy (feature F059).
///
/// @param limits the values to begin with
/// @param locked which of them cannot be changed, by their names in [TransferLimits], sorted
/// @param rateCapped whether `ratePerConnection` must be more than zero
public record PolicyPreset(
        TransferMethod method, TransferLimits limits, List<String> locked, Boolean rateCapped) {
    public PolicyPreset {
        locked = List.copyOf(locked);
    }
}
