package org.vdeli.agent.miss;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.vdeli.agent.peer.Holding;
import org.vdeli.agent.peer.Holdings;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.JobJournal;
import org.vdeli.agent.work.JobRunner;
import org.vdeli.agent.work.JournaledJob;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.value.AssetPath;

/// Finds the bytes of a path: published by now, or in a fill that runs.
public final class Arrivals {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Publications publications;
    private final Holdings holdings;
    private final JobJournal journal;
    private final JobRunner runner;

    public Arrivals(
            Publications publications, Holdings holdings, JobJournal journal, JobRunner runner) {
        this.publications = publications;
        this.holdings = holdings;
        this.journal = journal;
        this.runner = runner;
    }

    /// A file to be handed out, whole or growing.
    ///
    /// @param holding the growing one; absent: it is all there
    record Found(FileChannel file, long size, Optional<Holding> holding) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// The file as nginx would find it now.
    Optional<Found> published(AssetPath path) throws IOException {
        Optional<Inventory.Entry> entry = publications.at(path);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try {
            FileChannel file = FileChannel.open(publications.served(path), StandardOpenOption.READ);
            return Optional.of(new Found(file, file.size(), Optional.empty()));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // withdrawn meanwhile
        }
    }

    /// The order by which a path is being filled now.
    Optional<Job.Fill> running(AssetPath path) {
        return runner.fills().stream()
                .map(FillRun::order)
                .filter(order -> order.path().equals(path))
                .findFirst();
    }

    /// Waits for a fill to begin, or to be done.
    ///
    /// @return empty if it ended without success, or did not begin in time
    Optional<Found> await(Job.Fill order, Duration wait) throws IOException, InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        while (true) {
            // Looked at before the rest: what ends meanwhile is found at the next look.
            boolean isOpen = isOpen(order);
            Optional<Holding> holding =
                    holdings.filling(order.asset(), isOpen ? LOOK : Duration.ZERO);
            if (holding.isPresent()) {
                try {
                    return Optional.of(
                            new Found(holding.get().open(), order.size().bytes(), holding));
                } catch (NoSuchFileException _) {
                    // it ended just now
                }
            }
            Optional<Found> published = published(order.path());
            if (published.isPresent()) {
                return published;
            }
            if (!isOpen || System.nanoTime() - until > 0) {
                return Optional.empty();
            }
        }
    }

    private boolean isOpen(Job.Fill order) {
        return journal.find(order.job()).filter(JournaledJob::isOpen).isPresent();
    }
}
