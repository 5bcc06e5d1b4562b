package org.vdeli.manager.fleet;

import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Paging;

/// The enrolment tokens.
public interface EnrolmentTokens {
    Optional<EnrolmentToken> find(Checksum tokenHash);

    /// The token, locked until the transaction ends, so that two servers cannot both use it.
    Optional<EnrolmentToken> lock(Checksum tokenHash);

    Page<EnrolmentToken> page(Paging<Order> paging);

    void add(EnrolmentToken token);

    void update(EnrolmentToken token);

    void remove(Checksum tokenHash);

    /// Forgets unused ones that expired before a time, and says how many.
    int removeExpired(Instant now);

    enum Order {
        CREATED_AT,
        EXPIRES_AT
    }
}
