package org.vdeli.agent.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;

/// The jobs that have not begun, in the order of their arrival, and the rule which may begin.
///
/// Jobs of one path go one after the other, in order. Two fills of the same content never run
/// together (the second then finds the content in the store). Kinds have limits of their own.
final class WaitingJobs {
    /// Verifications read whole files; one at a time leaves the disk to the viewers.
    private static final int VERIFICATIONS = 1;

    /// Purges are short; the limit only keeps a flood from taking all file handles.
    private static final int PURGES = 8;

    private final int fills;
    private final Map<JobId, Job> jobs = new LinkedHashMap<>();

    WaitingJobs(int fills) {
        this.fills = fills;
    }

    void put(Job job) {
        jobs.put(Jobs.idOf(job), job);
    }

    /// Takes a job out; says whether it was waiting.
    boolean remove(JobId id) {
        return jobs.remove(id) != null;
    }

    int size() {
        return jobs.size();
    }

    /// The highest version of a path that is waiting to be filled.
    Optional<Long> highestFill(AssetPath path) {
        return jobs.values().stream()
                .filter(Job.Fill.class::isInstance)
                .map(Job.Fill.class::cast)
                .filter(fill -> fill.path().equals(path))
                .map(Job.Fill::version)
                .max(Long::compare);
    }

    /// Takes out the jobs that may begin beside those that run.
    List<Job> takeReady(Collection<Job> running) {
        Set<AssetPath> paths = new HashSet<>();
        Set<Checksum> contents = new HashSet<>();
        int[] room = {fills, VERIFICATIONS, PURGES};
        running.forEach(job -> occupy(job, paths, contents, room));
        List<Job> ready = new ArrayList<>();
        for (Job job : jobs.values()) {
            if (room[0] + room[1] + room[2] <= 0) {
                break;
            }
            boolean free =
                    room[kindOf(job)] > 0
                            && Jobs.pathOf(job).stream().noneMatch(paths::contains)
                            && !(job instanceof Job.Fill fill
                                    && contents.contains(fill.checksum()));
            if (free) {
                ready.add(job);
                occupy(job, paths, contents, room);
            } else {
                // What comes later for this path must not overtake it.
                Jobs.pathOf(job).ifPresent(paths::add);
            }
        }
        ready.forEach(job -> jobs.remove(Jobs.idOf(job)));
        return ready;
    }

    private static void occupy(Job job, Set<AssetPath> paths, Set<Checksum> contents, int[] room) {
        Jobs.pathOf(job).ifPresent(paths::add);
        if (job instanceof Job.Fill fill) {
            contents.add(fill.checksum());
        }
        room[kindOf(job)]--;
    }

    private static int kindOf(Job job) {
        return switch (job) {
            case Job.Fill _ -> 0;
            case Job.Verify _ -> 1;
            case Job.Purge _, Job.Cancel _, Job.SendInventory _, Job.Ping _, Job.Unknown _ -> 2;
        };
    }
}
