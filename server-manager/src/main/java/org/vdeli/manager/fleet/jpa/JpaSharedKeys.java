package org.vdeli.manager.fleet.jpa;

import java.time.Instant;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.fleet.SharedKeys;

/// The fingerprints of shared keys in MariaDB.
public final class JpaSharedKeys implements SharedKeys {
    private final StatelessSession session;

    public JpaSharedKeys(StatelessSession session) {
        this.session = session;
    }

    @Override
    public Checksum agree(String name, Checksum fingerprint, Instant now) {
        session.createNativeMutationQuery(
                        "INSERT IGNORE INTO shared_keys (name, fingerprint, since)"
                                + " VALUES (:name, :fingerprint, :now)")
                .setParameter("name", name)
                .setParameter("fingerprint", fingerprint.hex())
                .setParameter("now", Columns.utc(now))
                .executeUpdate();
        return Checksum.of(
                session.createNativeQuery(
                                "SELECT fingerprint FROM shared_keys WHERE name = :name",
                                String.class)
                        .setParameter("name", name)
                        .getSingleResult());
    }
}
