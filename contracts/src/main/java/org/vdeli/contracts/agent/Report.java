package org.vdeli.contracts.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.InventoryDigest;

/// What an agent tells the manager. Every report names its server; the manager checks that name
/// against the broker user that sent it.
public sealed interface Report {
    /// "I live, and this is how I am": every few seconds, may be lost.
    ///
    /// @param server who
    /// @param at the agent's own clock
    /// @param sequence counts up from 1 since the agent's start
    /// @param startedAt when the agent started
    /// @param agentVersion as in its package
    /// @param diskSize of the file system that holds the content
    /// @param diskFree of the same
    /// @param stored bytes of published assets
    /// @param inventory digest of the published assets
    /// @param jobsWaiting journaled, not begun
    /// @param jobsRunning being worked on
    /// @param nginxUp whether nginx answers
    /// @param instance made anew at each start of the agent: two at once under one identity are two
    ///   machines, one of them a copy of the other
    record Heartbeat(
            ServerId server,
            Instant at,
            Long sequence,
            Instant startedAt,
            String agentVersion,
            ByteCount diskSize,
            ByteCount diskFree,
            ByteCount stored,
            InventoryDigest inventory,
            Integer jobsWaiting,
            Integer jobsRunning,
            Boolean nginxUp,
            Optional<UUID> instance)
            implements Report {
        /// As an agent says it that has no instance.
        public Heartbeat(
                ServerId server,
                Instant at,
                Long sequence,
                Instant startedAt,
                String agentVersion,
                ByteCount diskSize,
                ByteCount diskFree,
                ByteCount stored,
                InventoryDigest inventory,
                Integer jobsWaiting,
                Integer jobsRunning,
                Boolean nginxUp) {
            this(
                    server,
                    at,
                    sequence,
                    startedAt,
                    agentVersion,
                    diskSize,
                    diskFree,
                    stored,
                    inventory,
                    jobsWaiting,
                    jobsRunning,
                    nginxUp,
                    Optional.empty());
        }
    }

    /// How far a fill is: every few seconds, may be lost.
    ///
    /// @param verified bytes of pieces that are on disk and verified
    /// @param size of the whole file
    /// @param rate of the last interval
    record Progress(
            ServerId server,
            Instant at,
            JobId job,
            Integer attempt,
            AssetId asset,
            ByteCount verified,
            ByteCount size,
            Bitrate rate)
            implements Report {}

    /// The final report of a job: must not be lost, may come twice.
    ///
    /// @param reason what kind of end it was
    /// @param detail the cause in words, for people; empty when done
    /// @param checksum as read back from the disk, for a fill or verify that is done
    /// @param fetched bytes that came over the network in this attempt
    /// @param took from taking the job up to its end
    /// @param verified bytes of verified pieces that are kept on disk for the next attempt; absent
    ///   from agents that do not count them
    record Confirmation(
            ServerId server,
            Instant at,
            JobId job,
            Integer attempt,
            AssetId asset,
            AssetPath path,
            Reason reason,
            String detail,
            Optional<Checksum> checksum,
            ByteCount fetched,
            Duration took,
            Optional<ByteCount> verified)
            implements Report {
        /// One that says nothing of what is kept.
        public Confirmation(
                ServerId server,
                Instant at,
                JobId job,
                Integer attempt,
                AssetId asset,
                AssetPath path,
                Reason reason,
                String detail,
                Optional<Checksum> checksum,
                ByteCount fetched,
                Duration took) {
            this(
                    server,
                    at,
                    job,
                    attempt,
                    asset,
                    path,
                    reason,
                    detail,
                    checksum,
                    fetched,
                    took,
                    Optional.empty());
        }
    }

    /// How a job ended.
    enum Reason {
        /// The order is carried out.
        DONE,
        /// A newer version of the path is published or ordered here already.
        SUPERSEDED,
        /// The bytes did not match their checksum after all retries.
        CHECKSUM_MISMATCH,
        /// No source answered.
        UNREACHABLE,
        /// A source refused to hand it out.
        REFUSED,
        /// No room on the disk.
        DISK_FULL,
        /// It is larger than all the room that the server has for content.
        TOO_LARGE,
        /// The disk or a folder refused to be read or written.
        STORAGE_ERROR,
        /// The file to verify is not there.
        MISSING,
        /// It was called off by [Job.Cancel].
        CANCELLED,
        /// Anything else; the detail says what.
        FAILED,
        /// This agent does not know such a job.
        UNSUPPORTED,
        /// Not the end: the fill's window is closed. The agent keeps the job and what is verified,
        /// and goes on by itself when the window opens.
        WINDOW_CLOSED;

        public boolean isDone() {
            return this == DONE || this == SUPERSEDED;
        }

        /// Whether trying again later can help without anybody changing anything.
        public boolean isWorthRetry() {
            return switch (this) {
                case CHECKSUM_MISMATCH,
                        UNREACHABLE,
                        DISK_FULL,
                        TOO_LARGE,
                        STORAGE_ERROR,
                        MISSING,
                        FAILED,
                        WINDOW_CLOSED ->
                        true;
                case DONE, SUPERSEDED, REFUSED, CANCELLED, UNSUPPORTED -> false;
            };
        }
    }

    /// An asset is published here no longer, and no order asked for that: must not be lost, may
    /// come twice.
    ///
    /// @param cause why
    /// @param detail what was found, in words, for people
    record Lost(
            ServerId server, Instant at, AssetId asset, AssetPath path, Loss cause, String detail)
            implements Report {}

    /// Why an asset is published no longer.
    enum Loss {
        /// The agent needed its room for something else.
        EVICTED,
        /// The bytes on the disk have another checksum.
        CHECKSUM_MISMATCH,
        /// The file is gone.
        MISSING,
        /// The file has another size.
        TRUNCATED,
        /// The disk refused to give the file's bytes.
        UNREADABLE
    }

    /// The statistics of one interval of one server.
    ///
    /// @param from begin of the interval, a multiple of its length in epoch time
    /// @param length of the interval, 10 s as a rule; positive and at most [#MAX_LENGTH]
    /// @param sequence counts up over restarts; together with the server it names the sample, so
    ///   that one which comes twice is stored once
    /// @param connections nginx's at the end of the interval
    /// @param traffic what nginx answered in the interval, from its access log
    /// @param machine the server itself
    /// @param topAssets the most requested paths, at most 10
    record Sample(
            ServerId server,
            Instant from,
            Duration length,
            Long sequence,
            Connections connections,
            Traffic traffic,
            Machine machine,
            List<AssetTraffic> topAssets)
            implements Report {
        public static final int MAX_TOP_ASSETS = 10;

        /// Longer than any interval that an agent can be set to.
        public static final Duration MAX_LENGTH = Duration.ofHours(1);

        public Sample {
            if (!length.isPositive() || length.compareTo(MAX_LENGTH) > 0) {
                throw new IllegalArgumentException(
                        "length must be positive and at most " + MAX_LENGTH + ", not " + length);
            }
            topAssets = List.copyOf(topAssets);
        }
    }

    /// nginx's `stub_status`: `accepted`, `handled` and `requests` are the increase within the
    /// interval, the others the state at its end.
    record Connections(
            Integer active,
            Integer reading,
            Integer writing,
            Integer waiting,
            Long accepted,
            Long handled,
            Long requests) {}

    /// What the access log says of an interval. Times are nginx's `$request_time`; absent when
    /// there was no request.
    ///
    /// @param unreadableLines lines of the log that could not be read
    /// @param cache how many of what was handed out was there; absent from agents that do not fill
    ///   on a miss
    record Traffic(
            Long requests,
            ByteCount sent,
            StatusClasses statuses,
            Optional<Duration> median,
            Optional<Duration> percentile95,
            Optional<Duration> percentile99,
            Long unreadableLines,
            Optional<CacheCounts> cache) {
        /// Of an agent that does not fill on a miss.
        public Traffic(
                Long requests,
                ByteCount sent,
                StatusClasses statuses,
                Optional<Duration> median,
                Optional<Duration> percentile95,
                Optional<Duration> percentile99,
                Long unreadableLines) {
            this(
                    requests,
                    sent,
                    statuses,
                    median,
                    percentile95,
                    percentile99,
                    unreadableLines,
                    Optional.empty());
        }
    }

    /// Requests that were answered with content or with "not modified".
    ///
    /// @param hits of files that were there
    /// @param misses of files that were fetched, or being fetched, when they were asked for
    record CacheCounts(Long hits, Long misses) {}

    /// Number of answers per class of HTTP status.
    record StatusClasses(
            Long informational, Long successful, Long redirected, Long refused, Long failed) {
        public static final StatusClasses NONE = new StatusClasses(0L, 0L, 0L, 0L, 0L);

        public Long total() {
            return informational + successful + redirected + refused + failed;
        }
    }

    /// The server itself at the end of the interval (load, disk) and within it (network).
    ///
    /// @param cpu share of all cores that was busy, 0 to 1
    /// @param load the one-minute load average
    /// @param received by all interfaces but loopback
    /// @param sent by all interfaces but loopback
    record Machine(
            Double cpu,
            Double load,
            ByteCount received,
            ByteCount sent,
            ByteCount diskSize,
            ByteCount diskFree) {}

    /// One path's share of an interval.
    record AssetTraffic(String path, Long requests, ByteCount sent) {}

    /// A kind that this program does not know yet: sent by a newer agent.
    record Unknown() implements Report {}
}
