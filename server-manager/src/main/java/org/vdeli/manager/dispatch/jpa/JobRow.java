package org.vdeli.manager.dispatch.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.PolicyId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.dispatch.JobTerms;
import org.vdeli.manager.dispatch.TransferJob;

@Entity
@Table(name = "jobs")
final class JobRow {
    @Id long id;

    @Enumerated(EnumType.STRING)
    JobKind kind = JobKind.FILL;

    long assetId;

    long serverId;

    @Nullable Long policyId;

    String terms = "";

    int priority;

    @Enumerated(EnumType.STRING)
    JobState state = JobState.NOT_SCHEDULED;

    int attempt;

    String reason = "";

    @Enumerated(EnumType.STRING)
    Report.@Nullable Reason ended;

    String detail = "";
    Instant notBefore = Instant.EPOCH;

    Instant createdAt = Instant.EPOCH;

    Instant changedAt = Instant.EPOCH;

    long verifiedBytes;

    JobRow() {}

    static JobRow of(TransferJob job) {
        JobRow row = new JobRow();
        row.id = job.id().value();
        row.kind = job.kind();
        row.assetId = job.asset().value();
        row.serverId = job.server().value();
        row.policyId = job.policy().map(PolicyId::value).orElse(null);
        row.terms = Columns.json(job.terms());
        row.priority = job.terms().priority();
        row.state = job.state();
        row.attempt = job.attempt();
        row.reason = job.reason();
        row.ended = job.ended().orElse(null);
        row.detail = job.detail();
        row.notBefore = job.notBefore();
        row.createdAt = job.createdAt();
        row.changedAt = job.changedAt();
        row.verifiedBytes = job.verified().bytes();
        return row;
    }

    TransferJob toJob() {
        return new TransferJob(
                new JobId(id),
                kind,
                new AssetId(assetId),
                new ServerId(serverId),
                Optional.ofNullable(policyId).map(PolicyId::new),
                Columns.fromJson(terms, JobTerms.class),
                state,
                attempt,
                reason,
                Optional.ofNullable(ended),
                detail,
                notBefore,
                createdAt,
                changedAt,
                ByteCount.of(verifiedBytes));
    }
}
