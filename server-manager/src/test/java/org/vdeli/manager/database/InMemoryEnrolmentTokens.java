package org.vdeli.manager.database;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.manager.fleet.EnrolmentTokens;

/// The enrolment tokens in memory.
record InMemoryEnrolmentTokens(InMemoryStores stores) implements EnrolmentTokens {

    @Override
    public Optional<EnrolmentToken> find(Checksum tokenHash) {
        return stores.tokenRows.find(tokenHash.hex());
    }

    @Override
    public Optional<EnrolmentToken> lock(Checksum tokenHash) {
        return find(tokenHash);
    }

    @Override
    public void remove(Checksum tokenHash) {
        stores.tokenRows.remove(tokenHash.hex());
    }

    @Override
    public int removeExpired(Instant now) {
        List<EnrolmentToken> expired =
                stores.tokenRows
                        .all()
                        .filter(row -> !row.expiresAt().isAfter(now) && row.usedBy().isEmpty())
                        .toList();
        expired.forEach(row -> remove(row.tokenHash()));
        return expired.size();
    }

    @Override
    public Page<EnrolmentToken> page(Paging<Order> paging) {
        Comparator<EnrolmentToken> order =
                switch (paging.order()) {
                    case CREATED_AT -> Comparator.comparing(EnrolmentToken::createdAt);
                    case EXPIRES_AT -> Comparator.comparing(EnrolmentToken::expiresAt);
                };
        return InMemoryTable.page(
                stores.tokenRows.all(), paging, order.thenComparing(row -> row.tokenHash().hex()));
    }

    @Override
    public void add(EnrolmentToken added) {
        stores.tokenRows.add(added);
    }

    @Override
    public void update(EnrolmentToken changed) {
        stores.tokenRows.update(changed);
    }
}
