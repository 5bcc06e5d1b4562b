package org.vdeli.manager.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.OperatorSession;
import org.vdeli.manager.access.OperatorSessions;

/// The sessions in memory.
record InMemoryOperatorSessions(InMemoryStores stores) implements OperatorSessions {

    @Override
    public Optional<OperatorSession> find(Checksum tokenHash) {
        return stores.sessionRows.find(tokenHash.hex());
    }

    @Override
    public void add(OperatorSession session) {
        stores.sessionRows.add(session);
    }

    @Override
    public void remove(Checksum tokenHash) {
        stores.sessionRows.remove(tokenHash.hex());
    }

    @Override
    public void removeOf(OperatorId operator) {
        stores.sessionRows
                .all()
                .filter(row -> row.operator().equals(operator))
                .forEach(row -> remove(row.tokenHash()));
    }

    @Override
    public int removeExpired(Instant now) {
        List<OperatorSession> expired =
                stores.sessionRows.all().filter(row -> !row.expiresAt().isAfter(now)).toList();
        expired.forEach(row -> remove(row.tokenHash()));
        return expired.size();
    }
}
