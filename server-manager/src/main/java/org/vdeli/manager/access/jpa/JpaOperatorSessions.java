package org.vdeli.manager.access.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.OperatorSession;
import org.vdeli.manager.access.OperatorSessions;

/// The sessions of operators in MariaDB.
public final class JpaOperatorSessions implements OperatorSessions {
    private final StatelessSession session;

    public JpaOperatorSessions(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(OperatorSessionRow.class);
    }

    @Override
    public Optional<OperatorSession> find(Checksum tokenHash) {
        return Optional.ofNullable(session.get(OperatorSessionRow.class, tokenHash.hex()))
                .map(OperatorSessionRow::toSession);
    }

    @Override
    public void add(OperatorSession added) {
        session.insert(OperatorSessionRow.of(added));
    }

    @Override
    public void remove(Checksum tokenHash) {
        session.createMutationQuery("delete OperatorSessionRow where tokenHash = :token")
                .setParameter("token", tokenHash.hex())
                .executeUpdate();
    }

    @Override
    public void removeOf(OperatorId operator) {
        session.createMutationQuery("delete OperatorSessionRow where operatorId = :operator")
                .setParameter("operator", operator.value())
                .executeUpdate();
    }

    @Override
    public int removeExpired(Instant now) {
        return session.createMutationQuery("delete OperatorSessionRow where expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate();
    }
}
