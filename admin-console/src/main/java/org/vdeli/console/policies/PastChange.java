package org.vdeli.console.policies;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// One change of a policy as the audit trail has it.
///
/// @param action such as `create`, `update`
/// @param changes what it changed; none where it made the policy or where the entry is of another
///   program's time and cannot be read
public record PastChange(Instant at, String actor, String action, List<Message> changes) {
    public PastChange {
        changes = List.copyOf(changes);
    }

    static PastChange of(AuditView entry, Codec codec, PolicyChanges words) {
        Optional<PolicyView> before = entry.before().flatMap(json -> read(json, codec));
        Optional<PolicyView> after = entry.after().flatMap(json -> read(json, codec));
        return new PastChange(
                entry.at(),
                entry.actor(),
                entry.action(),
                before.isPresent() && after.isPresent()
                        ? words.between(
                                PolicyForm.draftOf(before.get()), PolicyForm.draftOf(after.get()))
                        : List.of());
    }

    private static Optional<PolicyView> read(String json, Codec codec) {
        try {
            return Optional.of(codec.read(json, PolicyView.class));
        } catch (MalformedBodyException e) {
            return Optional.empty();
        }
    }
}
