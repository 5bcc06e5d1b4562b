package org.vdeli.manager.asset.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.asset.Distribution;
import org.vdeli.manager.asset.Distributions;
import org.vdeli.manager.dispatch.TransferJob;

/// How far distributions are, counted by MariaDB.
public final class JpaDistributions implements Distributions {
    private final StatelessSession session;

    public JpaDistributions(StatelessSession session) {
        this.session = session;
    }

    @Override
    public List<Distribution> of(Collection<AssetId> assets) {
        if (assets.isEmpty()) {
            return List.of();
        }
        List<Long> origins =
                session.createSelectionQuery(
                                "select id from EdgeServerRow where role = :origin", Long.class)
                        .setParameter("origin", ServerRole.ORIGIN)
                        .getResultList();
        return session
                .createSelectionQuery(
                        """
                        select a.id, a.size, count(s.serverId), count(r.serverId),
                            sum(case when r.serverId is null and j.state in (:open)
                                then 1 else 0 end),
                            sum(case when r.serverId is null and j.state = :failed
                                then 1 else 0 end),
                            max(r.verifiedAt)
                        from AssetRow a
                        left join AssignmentRow s on s.assetId = a.id
                            and s.serverId not in (:origins) and s.leavingSince is null
                        left join ReplicaRow r
                            on r.assetId = s.assetId and r.serverId = s.serverId
                        left join JobRow j on j.id = (select max(k.id) from JobRow k
                            where k.assetId = s.assetId and k.serverId = s.serverId)
                        where a.id in (:assets)
                        group by a.id, a.size
                        order by a.id\
                        """,
                        Object[].class)
                .setParameterList("open", TransferJob.OPEN_STATES)
                .setParameter("failed", JobState.FAILED)
                .setParameterList("origins", origins.isEmpty() ? List.of(0L) : origins)
                .setParameterList("assets", assets.stream().map(AssetId::value).toList())
                .getResultList()
                .stream()
                .map(JpaDistributions::toDistribution)
                .toList();
    }

    private static Distribution toDistribution(Object[] row) {
        int assigned = ((Number) row[2]).intValue();
        int verified = ((Number) row[3]).intValue();
        return new Distribution(
                new AssetId((Long) row[0]),
                ByteCount.of((Long) row[1]),
                assigned,
                verified,
                ((Number) row[4]).intValue(),
                ((Number) row[5]).intValue(),
                assigned == verified ? Optional.ofNullable((Instant) row[6]) : Optional.empty());
    }
}
