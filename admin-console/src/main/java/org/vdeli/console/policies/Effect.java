package org.vdeli.console.policies;

import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.PolicyPreviewView;

/// What is known about what saving or deleting would do.
public sealed interface Effect {
    /// There is nothing to ask about.
    record None() implements Effect {}

    /// The manager is being asked.
    record Asking() implements Effect {}

    record Known(PolicyPreviewView view) implements Effect {}

    record Failed(Message why) implements Effect {}
}
