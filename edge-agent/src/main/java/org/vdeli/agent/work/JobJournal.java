package org.vdeli.agent.work;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// All jobs that this agent has taken and not yet forgotten, on disk. Safe for use by several
/// threads.
public final class JobJournal {
    /// Ended and confirmed jobs that are remembered to recognise doubles. A broker repeats what was
    /// not acknowledged, a few hundred messages at most; ten times that costs 3 MB on disk.
    public static final int REMEMBERED = 5000;

    /// What a newly come order means.
    public enum Arrival {
        /// Not seen before: to be carried out.
        NEW,
        /// A newer attempt of a job that is waiting or running.
        RENEWED,
        /// A newer attempt of a job that had ended without success: to be carried out again.
        AGAIN,
        /// Known, waiting or running: nothing to do.
        DOUBLE,
        /// Known and ended: only its confirmation is to be said again.
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobJournal.class);

    private final KeyedLog log;
    private final Codec codec;
    private final int remembered;
    private final Map<JobId, JournaledJob> jobs = new LinkedHashMap<>();

    /// Reads what the log holds.
    ///
    /// @param remembered how many ended jobs are kept at most, see [#REMEMBERED]
    public JobJournal(KeyedLog log, Codec codec, int remembered) {
        this.remembered = remembered;
        this.log = log;
        this.codec = codec;
        log.entries()
                .forEach((key, json) -> {
                    try {
                        JournaledJob job = codec.read(json, JournaledJob.class);
                        jobs.put(Jobs.idOf(job.order()), job);
                    } catch (MalformedBodyException | IllegalArgumentException e) {
                        // A newer agent wrote it. It stays where it is; the manager repeats what
                        // is not confirmed.
                        LOG.error(
                                "could not read a journaled job, left it out job={} cause={}",
                                key,
                                e.getMessage());
                    }
                });
    }

    /// Takes an order; it is on disk when this returns.
    public synchronized Arrival take(Job order, Instant now) throws IOException {
        JobId id = Jobs.idOf(order);
        @Nullable JournaledJob known = jobs.get(id);
        if (known == null) {
            store(id, new JournaledJob(order, now, Optional.empty(), false));
            return Arrival.NEW;
        }
        boolean newer = Jobs.attemptOf(order) > Jobs.attemptOf(known.order());
        if (known.isOpen()) {
            if (!newer) {
                return Arrival.DOUBLE;
            }
            store(id, known.withOrder(order));
            return Arrival.RENEWED;
        }
        if (newer) {
            // Also after a success: the manager asks again because it knows of a loss.
            JournaledJob again = new JournaledJob(order, now, Optional.empty(), false);
            log.change(
                    List.of(
                            new KeyedLog.Change.Remove(id.toString()),
                            new KeyedLog.Change.Put(id.toString(), codec.write(again))));
            jobs.remove(id);
            jobs.put(id, again);
            return Arrival.AGAIN;
        }
        store(id, new JournaledJob(known.order(), known.receivedAt(), known.end(), false));
        return Arrival.ENDED;
    }

    /// A job has ended; its confirmation is on disk when this returns.
    public synchronized void end(JobId id, Report.Confirmation confirmation) throws IOException {
        @Nullable JournaledJob known = jobs.get(id);
        if (known != null) {
            store(id, known.ended(confirmation));
        }
    }

    /// A job waits for its window; that is on disk when this returns. Says nothing of a job that
    /// has ended meanwhile.
    synchronized void suspend(JobId id, Report.Confirmation confirmation) throws IOException {
        @Nullable JournaledJob known = jobs.get(id);
        if (known != null && known.isOpen()) {
            store(id, known.ended(confirmation));
        }
    }

    /// The broker has this confirmation.
    public synchronized void told(JobId id, Report.Confirmation confirmation) throws IOException {
        @Nullable JournaledJob known = jobs.get(id);
        if (known == null || !known.end().equals(Optional.of(confirmation))) {
            return;
        }
        JournaledJob ended = known.markTold();
        List<KeyedLog.Change> changes = new ArrayList<>();
        changes.add(new KeyedLog.Change.Put(id.toString(), codec.write(ended)));
        @Nullable JobId oldest = oldestToForget();
        if (oldest != null) {
            changes.add(new KeyedLog.Change.Remove(oldest.toString()));
        }
        log.change(changes);
        jobs.put(id, ended);
        if (oldest != null) {
            jobs.remove(oldest);
        }
    }

    private @Nullable JobId oldestToForget() {
        if (jobs.size() <= remembered) {
            return null;
        }
        return jobs.entrySet().stream()
                .filter(entry -> entry.getValue().told() && !entry.getValue().isOpen())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /// Jobs to be carried out, in the order of their arrival.
    public synchronized List<JournaledJob> open() {
        return jobs.values().stream().filter(JournaledJob::isOpen).toList();
    }

    /// The confirmations that the broker does not have yet, oldest first.
    public synchronized List<Report.Confirmation> untold() {
        return jobs.values().stream()
                .filter(job -> !job.told())
                .flatMap(job -> job.end().stream())
                .toList();
    }

    public synchronized Optional<JournaledJob> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    private void store(JobId id, JournaledJob job) throws IOException {
        log.put(id.toString(), codec.write(job));
        jobs.put(id, job);
    }
}
