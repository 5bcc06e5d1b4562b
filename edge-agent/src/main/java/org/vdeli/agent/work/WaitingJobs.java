package org.vdeli.agent.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;

/// The jobs that have not begun, in the order of their arrival, and the rule which may begin.
///
/// Jobs of one path go one after the other, in order. Two fills of the same content never run
/// together (the second then finds the content in the store). Kinds have limits of their own. Fills
/// of a higher priority go first. A fill whose window is closed does not begin, and holds up
/// nothing that comes later.
final class WaitingJobs {
    /// Verifications read whole files; one at a time leaves the disk to the viewers.
    private static final int VERIFICATIONS = 1;

    /// Purges are short; the limit only keeps a flood from taking all file handles.
    private static final int PURGES = 8;

    private final int fills;
    private final Predicate<Job.Fill> mayTransfer;
    private final Map<JobId, Job> jobs = new LinkedHashMap<>();

    /// @param fills how many may run together
    /// @param mayTransfer whether a fill's window is open now
    WaitingJobs(int fills, Predicate<Job.Fill> mayTransfer) {
        this.fills = fills;
        this.mayTransfer = mayTransfer;
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
        return fills().filter(fill -> fill.path().equals(path))
                .map(Job.Fill::version)
                .max(Long::compare);
    }

    private Stream<Job.Fill> fills() {
        return jobs.values().stream().filter(Job.Fill.class::isInstance).map(Job.Fill.class::cast);
    }

    /// The fills whose window is closed.
    List<Job.Fill> closed() {
        return fills().filter(fill -> !mayTransfer.test(fill)).toList();
    }

    /// Takes out the fills that wait for their window and are not wanted any more.
    List<Job.Fill> takeClosed(Predicate<Job.Fill> unwanted) {
        List<Job.Fill> taken = closed().stream().filter(unwanted).toList();
        taken.forEach(job -> jobs.remove(job.job()));
        return taken;
    }

    /// Takes out the jobs that may begin beside those that run.
    List<Job> takeReady(Collection<Job> running) {
        int[] room = {fills, VERIFICATIONS, PURGES};
        Set<Checksum> contents = new HashSet<>();
        running.forEach(job -> occupy(job, contents, room));
        List<Job> ready = new ArrayList<>();
        for (Job job : first(running)) {
            if (room[kindOf(job)] > 0 && isAlone(job, contents)) {
                ready.add(job);
                occupy(job, contents, room);
            }
        }
        ready.forEach(job -> jobs.remove(Jobs.idOf(job)));
        return ready;
    }

    /// The first of the fills that only want for room beside those that run.
    Optional<Job.Fill> heldByRoom(Collection<Job> running) {
        int[] room = {fills, VERIFICATIONS, PURGES};
        Set<Checksum> contents = new HashSet<>();
        running.forEach(job -> occupy(job, contents, room));
        return room[0] > 0
                ? Optional.empty()
                : first(running).stream()
                        .filter(Job.Fill.class::isInstance)
                        .map(Job.Fill.class::cast)
                        .filter(fill -> isAlone(fill, contents))
                        .findFirst();
    }

    /// The first job of each path where nothing runs, by priority, then by arrival.
    private List<Job> first(Collection<Job> running) {
        Set<AssetPath> paths = new HashSet<>();
        running.forEach(job -> Jobs.pathOf(job).ifPresent(paths::add));
        List<Job> first = new ArrayList<>();
        for (Job job : jobs.values()) {
            boolean closed = job instanceof Job.Fill fill && !mayTransfer.test(fill);
            // What comes later for a path must not overtake what waits for its turn.
            if (!closed && Jobs.pathOf(job).map(paths::add).orElse(true)) {
                first.add(job);
            }
        }
        first.sort(Comparator.comparingInt(WaitingJobs::rank));
        return first;
    }

    /// Matters among fills alone: other kinds have room of their own.
    private static int rank(Job job) {
        return job instanceof Job.Fill fill ? fill.rank() : Job.Fill.USUAL_PRIORITY;
    }

    private static boolean isAlone(Job job, Set<Checksum> contents) {
        return !(job instanceof Job.Fill fill && contents.contains(fill.checksum()));
    }

    private static void occupy(Job job, Set<Checksum> contents, int[] room) {
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
