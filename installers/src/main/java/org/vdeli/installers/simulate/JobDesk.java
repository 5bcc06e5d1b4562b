package org.vdeli.installers.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vdeli.agent.work.Jobs;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;

/// The jobs of one simulated agent: what a real agent's journal and its list of waiting jobs are,
/// in memory. Jobs of one path go one after the other; at most so many fills run at once. Not safe
/// for several threads.
final class JobDesk {
    /// A broker repeats what was not acknowledged: as many as an agent's prefetch.
    private static final int REMEMBERED = 32;

    private final int fills;
    private final Map<JobId, Known> jobs = new LinkedHashMap<>();

    /// What a newly come order means; see the agent's `JobJournal`.
    enum Arrival {
        NEW,
        RENEWED,
        AGAIN,
        DOUBLE,
        ENDED
    }

    private static final class Known {
        private Job order;
        private boolean running;
        private boolean told;
        private Report.@Nullable Confirmation end;

        Known(Job order) {
            this.order = order;
        }
    }

    JobDesk(int fills) {
        this.fills = fills;
    }

    /// Takes an order.
    Arrival take(Job order) {
        JobId id = Jobs.idOf(order);
        Known known = jobs.get(id);
        if (known == null) {
            jobs.put(id, new Known(order));
            return Arrival.NEW;
        }
        boolean newer = Jobs.attemptOf(order) > Jobs.attemptOf(known.order);
        if (known.end == null) {
            if (newer) {
                known.order = order;
            }
            return newer ? Arrival.RENEWED : Arrival.DOUBLE;
        }
        if (newer) {
            jobs.remove(id);
            jobs.put(id, new Known(order));
            return Arrival.AGAIN;
        }
        known.told = false;
        return Arrival.ENDED;
    }

    /// The jobs that may begin now, which run from now on.
    List<Job> begin() {
        Set<AssetPath> busy = new HashSet<>();
        int room = fills;
        for (Known known : jobs.values()) {
            if (known.running) {
                busy.add(pathOf(known.order));
                room -= known.order instanceof Job.Fill ? 1 : 0;
            }
        }
        List<Job> ready = new ArrayList<>();
        for (Known known : jobs.values()) {
            if (known.running || known.end != null) {
                continue;
            }
            boolean isFill = known.order instanceof Job.Fill;
            // what comes later for this path must not overtake it
            boolean free = busy.add(pathOf(known.order)) && (!isFill || room > 0);
            if (free) {
                known.running = true;
                room -= isFill ? 1 : 0;
                ready.add(known.order);
            }
        }
        return ready;
    }

    private static AssetPath pathOf(Job job) {
        return switch (job) {
            case Job.Fill fill -> fill.path();
            case Job.Purge purge -> purge.path();
            case Job.Verify verify -> verify.path();
            case Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ ->
                    throw new IllegalArgumentException("no such job waits");
        };
    }

    /// The order of a job as it was sent last.
    Job newest(JobId id) {
        Known known = jobs.get(id);
        if (known == null) {
            throw new IllegalArgumentException("job " + id + " is not known");
        }
        return known.order;
    }

    /// A job has ended.
    void end(JobId id, Report.Confirmation confirmation) {
        Known known = jobs.get(id);
        if (known != null) {
            known.running = false;
            known.end = confirmation;
        }
    }

    /// The job that an order calls off, if it waits; one that runs ends as it ends.
    Optional<Job> waitingFor(Job.Cancel cancel) {
        return Optional.ofNullable(jobs.get(cancel.job()))
                .filter(known -> !known.running && known.end == null)
                .map(known -> known.order)
                .filter(order -> Jobs.attemptOf(order) <= cancel.attempt());
    }

    /// The oldest confirmation that the broker does not have yet.
    Optional<Report.Confirmation> untold() {
        for (Known known : jobs.values()) {
            Report.Confirmation end = known.end;
            if (end != null && !known.told) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    /// The broker has this confirmation.
    void told(Report.Confirmation confirmation) {
        Known known = jobs.get(confirmation.job());
        if (known != null && confirmation.equals(known.end)) {
            known.told = true;
        }
        Iterator<Known> oldest = jobs.values().iterator();
        while (jobs.size() > REMEMBERED && oldest.hasNext()) {
            if (oldest.next().told) {
                oldest.remove();
            }
        }
    }

    int waiting() {
        return (int) jobs.values().stream().filter(k -> k.end == null && !k.running).count();
    }

    int running() {
        return (int) jobs.values().stream().filter(k -> k.running).count();
    }
}
