package org.vdeli.contracts.api;

import java.util.List;

/// The messages that were refused.
///
/// @param count how many there are
/// @param oldest the first of them
public record DeadLettersView(Long count, List<DeadLetterView> oldest) {
    public DeadLettersView {
        oldest = List.copyOf(oldest);
    }
}
