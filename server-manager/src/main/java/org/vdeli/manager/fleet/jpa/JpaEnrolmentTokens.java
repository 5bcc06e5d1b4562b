package org.vdeli.manager.fleet.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.ListQuery;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.manager.fleet.EnrolmentTokens;

/// The enrolment tokens in MariaDB.
public final class JpaEnrolmentTokens implements EnrolmentTokens {
    private final StatelessSession session;

    public JpaEnrolmentTokens(StatelessSession session) {
        this.session = session;
    }

    /// The row classes that Hibernate has to know.
    public static List<Class<?>> rows() {
        return List.of(EnrolmentTokenRow.class);
    }

    @Override
    public Optional<EnrolmentToken> find(Checksum tokenHash) {
        return Optional.ofNullable(session.get(EnrolmentTokenRow.class, tokenHash.hex()))
                .map(EnrolmentTokenRow::toToken);
    }

    @Override
    public Optional<EnrolmentToken> lock(Checksum tokenHash) {
        return Optional.ofNullable(
                        session.get(
                                EnrolmentTokenRow.class,
                                tokenHash.hex(),
                                LockMode.PESSIMISTIC_WRITE))
                .map(EnrolmentTokenRow::toToken);
    }

    @Override
    public Page<EnrolmentToken> page(Paging<Order> paging) {
        String column =
                switch (paging.order()) {
                    case CREATED_AT -> "createdAt";
                    case EXPIRES_AT -> "expiresAt";
                };
        return new ListQuery<>(session, EnrolmentTokenRow.class)
                .page(paging, column, "tokenHash", EnrolmentTokenRow::toToken);
    }

    @Override
    public void add(EnrolmentToken added) {
        session.insert(EnrolmentTokenRow.of(added));
    }

    @Override
    public void update(EnrolmentToken changed) {
        session.update(EnrolmentTokenRow.of(changed));
    }

    @Override
    public void remove(Checksum tokenHash) {
        session.createMutationQuery("delete EnrolmentTokenRow where tokenHash = :token")
                .setParameter("token", tokenHash.hex())
                .executeUpdate();
    }

    @Override
    public int removeExpired(Instant now) {
        return session.createMutationQuery(
                        "delete EnrolmentTokenRow where expiresAt <= :now and usedBy is null")
                .setParameter("now", now)
                .executeUpdate();
    }
}
