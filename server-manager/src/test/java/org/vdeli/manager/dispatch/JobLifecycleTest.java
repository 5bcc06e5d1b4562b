package org.vdeli.manager.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;

class JobLifecycleTest {
    private static final Map<JobState, Set<JobState>> DIAGRAM =
            Map.of(
                    JobState.NOT_SCHEDULED,
                    Set.of(JobState.PROCESSING, JobState.SUSPENDED, JobState.CANCELLED),
                    JobState.PROCESSING,
                    Set.of(
                            JobState.PROCESSING,
                            JobState.TRANSFERRED,
                            JobState.VERIFIED,
                            JobState.RETRYING,
                            JobState.SUSPENDED,
                            JobState.FAILED,
                            JobState.CANCELLED),
                    JobState.TRANSFERRED,
                    Set.of(
                            JobState.PROCESSING,
                            JobState.VERIFIED,
                            JobState.RETRYING,
                            JobState.FAILED,
                            JobState.CANCELLED),
                    JobState.RETRYING,
                    Set.of(
                            JobState.PROCESSING,
                            JobState.VERIFIED,
                            JobState.SUSPENDED,
                            JobState.FAILED,
                            JobState.CANCELLED),
                    JobState.SUSPENDED,
                    Set.of(
                            JobState.PROCESSING,
                            JobState.VERIFIED,
                            JobState.FAILED,
                            JobState.CANCELLED),
                    JobState.FAILED,
                    Set.of(JobState.RETRYING, JobState.VERIFIED),
                    JobState.VERIFIED,
                    Set.of(),
                    JobState.CANCELLED,
                    Set.of());

    @ParameterizedTest
    @EnumSource(JobState.class)
    void allowsTheChangesOfTheDiagramAndRefusesAllOthers(JobState from) {
        for (JobState to : JobState.values()) {
            if (DIAGRAM.getOrDefault(from, Set.of()).contains(to)) {
                JobLifecycle.require(job(from), to);
            } else {
                assertThatThrownBy(() -> JobLifecycle.require(job(from), to))
                        .isInstanceOf(ForbiddenChangeException.class)
                        .hasMessage(
                                "could not change job 0000000000007 to " + to + ": it is " + from);
            }
            assertThat(JobLifecycle.allows(from, to))
                    .isEqualTo(DIAGRAM.getOrDefault(from, Set.of()).contains(to));
        }
    }

    private static TransferJob job(JobState state) {
        Instant now = Instant.EPOCH;
        return new TransferJob(
                new JobId(7),
                JobKind.FILL,
                new AssetId(1),
                new ServerId(2),
                Optional.empty(),
                JobTerms.USUAL,
                state,
                1,
                "test",
                Optional.empty(),
                "",
                now,
                now,
                now);
    }
}
