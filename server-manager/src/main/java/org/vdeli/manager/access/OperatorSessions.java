package org.vdeli.manager.access;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.value.Checksum;

/// The sessions of operators.
public interface OperatorSessions {
    /// The session with this token, whether or not it has expired.
    Optional<OperatorSession> find(Checksum tokenHash);

    void add(OperatorSession session);

    void remove(Checksum tokenHash);

    void removeOf(OperatorId operator);

    /// Forgets those that expired before a time, and says how many.
    int removeExpired(Instant now);
}
