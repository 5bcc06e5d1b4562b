package org.vdeli.agent.fill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.peer.Holdings;
import org.vdeli.agent.peer.Wants;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.FillRun;
import org.vdeli.agent.work.FillWork;
import org.vdeli.agent.work.Outcome;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.contracts.wire.Codec;

/// Fills one asset after the other or several at once: room on the disk, manifest, pieces, checksum
/// of the whole, content store, publication.
public final class Filler implements FillWork {
    private static final Logger LOG = LoggerFactory.getLogger(Filler.class);

    private final ContentStore content;
    private final Publications publications;
    private final Partials partials;
    private final DiskSpace disk;
    private final Manifests manifests;
    private final Settings settings;
    private final Optional<Peers> peers;
    private final Keeping keeping;
    private final Caps caps;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// What fills have to do with what is there already.
    public interface Keeping {
        /// A fill begins: what it needs or replaces is left alone until it ends.
        void begin(Job.Fill order);

        void end(Job.Fill order);

        /// An asset is about to be published.
        void publishing(Job.Fill order) throws IOException;

        /// An asset is published.
        void published(Job.Fill order) throws IOException;

        /// Withdraws what may go until so many bytes are free, or nothing if that is not possible.
        ///
        /// @return whether anything was withdrawn
        boolean free(ByteCount needed, Job.Fill order) throws IOException;

        /// These were withdrawn because the content that they share with the order is damaged.
        void damaged(List<Inventory.Entry> withdrawn, Job.Fill order) throws IOException;

        /// Everything stays.
        Keeping ALL =
                new Keeping() {
                    @Override
                    public void begin(Job.Fill order) {}

                    @Override
                    public void end(Job.Fill order) {}

                    @Override
                    public void publishing(Job.Fill order) {}

                    @Override
                    public void published(Job.Fill order) {}

                    @Override
                    public boolean free(ByteCount needed, Job.Fill order) {
                        return false;
                    }

                    @Override
                    public void damaged(List<Inventory.Entry> withdrawn, Job.Fill order) {}
                };
    }

    /// How it is done.
    ///
    /// @param stall longest time without a byte from a source before the connection is dropped
    /// @param retries failures in a row after which a source is given up
    public record Settings(Duration stall, int retries) {}

    /// How pieces are shared with other agents.
    ///
    /// @param self this server
    /// @param holdings where others find what a fill has
    public record Peers(ServerId self, Holdings holdings, Swarming swarming) {}

    /// Tells with whom an asset is shared.
    @FunctionalInterface
    public interface Swarming {
        /// Empty while the manager does not answer.
        Optional<Swarm> ask(AssetId asset) throws InterruptedException;
    }

    /// Without any limit but those of the orders.
    ///
    /// @param peers absent: every fill is from the sources of its order alone
    public Filler(
            ContentStore content,
            Publications publications,
            Partials partials,
            DiskSpace disk,
            Codec codec,
            Settings settings,
            Optional<Peers> peers,
            InstantSource clock,
            RandomGenerator random) {
        this(
                content,
                publications,
                partials,
                disk,
                codec,
                settings,
                peers,
                Keeping.ALL,
                Caps.NONE,
                clock,
                random);
    }

    /// @param peers absent: every fill is from the sources of its order alone
    /// @param keeping makes room
    /// @param caps what all fills together may take
    public Filler(
            ContentStore content,
            Publications publications,
            Partials partials,
            DiskSpace disk,
            Codec codec,
            Settings settings,
            Optional<Peers> peers,
            Keeping keeping,
            Caps caps,
            InstantSource clock,
            RandomGenerator random) {
        this.content = content;
        this.publications = publications;
        this.partials = partials;
        this.disk = disk;
        this.manifests = new Manifests(codec, settings.stall());
        this.settings = settings;
        this.peers = peers;
        this.keeping = keeping;
        this.caps = caps;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Outcome fill(FillRun run) throws InterruptedException {
        Job.Fill order = run.order();
        keeping.begin(order);
        try {
            return fill(run, order);
        } catch (IOException e) {
            return PieceFetcher.storageFailure(e);
        } finally {
            keeping.end(order);
        }
    }

    private Outcome fill(FillRun run, Job.Fill order) throws IOException, InterruptedException {
        Optional<Outcome> present = publishPresent(order);
        if (present.isPresent()) {
            return present.get();
        }
        if (order.size().compareTo(disk.capacity()) > 0) {
            return tooLarge(order);
        }
        Partials.Partial partial = partials.use(order.checksum(), order.pieceSize());
        try {
            Outcome outcome = fetch(run, partial);
            if (outcome.reason() == Reason.DISK_FULL) {
                partial.delete();
            }
            return outcome;
        } finally {
            peers.ifPresent(others -> others.holdings().end(order.asset()));
            partials.release(partial);
        }
    }

    /// Publishes content that the store holds already, after reading it back.
    private Optional<Outcome> publishPresent(Job.Fill order) throws IOException {
        if (!content.holds(order.checksum(), order.size())) {
            return Optional.empty();
        }
        Optional<Checksum> found;
        try (FileChannel file =
                FileChannel.open(content.place(order.checksum()), StandardOpenOption.READ)) {
            found = new WholeChecksum(file).of(0, order.size().bytes());
        }
        if (!found.equals(Optional.of(order.checksum()))) {
            LOG.warn("removed damaged content checksum={}", order.checksum());
            keeping.damaged(publications.withdrawContent(order.checksum()), order);
            return Optional.empty();
        }
        return published(order, ByteCount.ZERO);
    }

    /// Fetches and publishes. The room is kept until the file shows in what is published.
    private Outcome fetch(FillRun run, Partials.Partial partial)
            throws IOException, InterruptedException {
        Job.Fill order = run.order();
        caps.refresh();
        PieceLayout layout = new PieceLayout(order.size(), order.pieceSize());
        Sources sources = new Sources(order.sources(), settings.retries(), random);
        List<Checksum> pieces = new ArrayList<>();
        // Sources of their own: one that has no manifest may well have the content.
        Sources manifestSources = new Sources(order.sources(), settings.retries(), random);
        Optional<Outcome> noManifest = fetchManifest(run, layout, manifestSources, pieces);
        if (noManifest.isPresent()) {
            return noManifest.get();
        }
        try (FileChannel file =
                        FileChannel.open(
                                partial.file(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                PieceMap notes = PieceMap.open(partial.notes())) {
            BitSet there = readBack(partial, layout, pieces, file, notes);
            ByteCount missing =
                    ByteCount.of(
                            order.size().bytes() - there.stream().mapToLong(layout::length).sum());
            DiskSpace.@Nullable Promise room = promise(missing, order);
            if (room == null) {
                return noRoom(order, missing);
            }
            try (room) {
                FillSession session;
                Optional<Checksum> whole;
                if (peers.isPresent() && order.limits().method() == TransferMethod.SWARM) {
                    SwarmPart part =
                            SwarmPart.begin(
                                    peers.get(), run, layout, pieces, there, notes, partial);
                    session = part.session();
                    whole = fetchShared(part, sources, file, room);
                } else {
                    session = alone(run, layout, pieces, there, notes, partial);
                    whole = fetchAlone(session, sources, file, room);
                }
                ByteCount fetched = session.fetched();
                if (session.failure().isPresent()) {
                    Outcome failure = session.failure().get();
                    return Outcome.of(failure.reason(), failure.detail(), fetched);
                }
                if (!whole.equals(Optional.of(order.checksum()))) {
                    partial.delete();
                    return Outcome.of(
                            Reason.CHECKSUM_MISMATCH,
                            "all pieces match the manifest, but the whole file has checksum "
                                    + whole.map(Checksum::hex).orElse("none"),
                            fetched);
                }
                file.truncate(order.size().bytes());
                file.force(true);
                content.adopt(partial.file(), order.checksum());
                content.note(order.checksum(), new ContentStore.Pieces(order.pieceSize(), pieces));
                Files.deleteIfExists(partial.notes());
                return published(order, fetched)
                        .orElseGet(() ->
                                Outcome.of(Reason.STORAGE_ERROR, "the content vanished", fetched));
            }
        }
    }

    /// @return empty if the content is not there (any more)
    private Optional<Outcome> published(Job.Fill order, ByteCount fetched) throws IOException {
        Inventory.Entry entry =
                new Inventory.Entry(
                        order.asset(),
                        order.path(),
                        order.version(),
                        order.size(),
                        order.checksum());
        keeping.publishing(order);
        return switch (publications.publish(entry)) {
            case DONE -> {
                keeping.published(order);
                yield Optional.of(Outcome.done(order.checksum(), fetched));
            }
            case SUPERSEDED -> {
                publications.removeUnreferenced(order.checksum());
                yield Optional.of(
                        Outcome.of(Reason.SUPERSEDED, "a newer version is published", fetched));
            }
            case NO_CONTENT -> Optional.empty();
            case IN_THE_WAY -> {
                publications.removeUnreferenced(order.checksum());
                yield Optional.of(
                        Outcome.of(
                                Reason.STORAGE_ERROR,
                                "a published asset makes the path both a file and a folder",
                                fetched));
            }
        };
    }

    /// Puts the piece checksums into a list; a file of one piece needs no manifest.
    ///
    /// @return why that failed, if it did
    private Optional<Outcome> fetchManifest(
            FillRun run, PieceLayout layout, Sources sources, List<Checksum> into)
            throws InterruptedException {
        if (layout.count() <= 1) {
            if (layout.count() == 1) {
                into.add(run.order().checksum());
            }
            return Optional.empty();
        }
        while (run.stopped().isEmpty()) {
            switch (sources.choose()) {
                case Sources.Choice.GiveUp gone -> {
                    return Optional.of(gone.outcome());
                }
                case Sources.Choice.Rest rest -> Thread.sleep(rest.time());
                case Sources.Choice.Use use -> {
                    try {
                        into.addAll(manifests.fetch(use.source(), run).pieces());
                        sources.good(use.source());
                        return Optional.empty();
                    } catch (SourceFailure failure) {
                        sources.bad(use.source(), use.round(), failure);
                    }
                }
            }
        }
        return run.stopped().map(FillRun.Stop::outcome);
    }

    /// The pieces that are noted as there and are there.
    private static BitSet readBack(
            Partials.Partial partial,
            PieceLayout layout,
            List<Checksum> pieces,
            FileChannel file,
            PieceMap notes)
            throws IOException {
        BitSet there = PieceMap.read(partial.notes(), layout.count());
        WholeChecksum checksum = new WholeChecksum(file);
        for (int piece = there.nextSetBit(0); piece >= 0; piece = there.nextSetBit(piece + 1)) {
            Optional<Checksum> found = checksum.of(layout.offset(piece), layout.length(piece));
            if (!found.equals(Optional.of(pieces.get(piece)))) {
                there.clear(piece);
                notes.note(piece, false);
            }
        }
        return there;
    }

    private DiskSpace.@Nullable Promise promise(ByteCount missing, Job.Fill order)
            throws IOException {
        Optional<DiskSpace.Promise> room = disk.promise(missing, order.size());
        if (room.isEmpty()) {
            partials.clear(Duration.ZERO, clock.instant());
            room = disk.promise(missing, order.size());
        }
        // Another fill may take what was set free for this one, once.
        for (int i = 0; i < 2 && room.isEmpty(); i++) {
            ByteCount lack = disk.shortfall(missing, order.size());
            if (lack.bytes() > 0 && !keeping.free(lack, order)) {
                break;
            }
            room = disk.promise(missing, order.size());
        }
        return room.orElse(null);
    }

    private Outcome noRoom(Job.Fill order, ByteCount missing) throws IOException {
        return Outcome.of(
                Reason.DISK_FULL,
                "could not reserve "
                        + missing
                        + " for asset "
                        + order.asset()
                        + ": "
                        + disk.free()
                        + " free, of which "
                        + disk.reserve()
                        + " are kept"
                        + disk.quota().map(most -> ", and a quota of " + most).orElse("")
                        + "; delete something, let more be evicted, or "
                        + (disk.quota().isEmpty()
                                ? "lower disk.reserve"
                                : "change disk.reserve or disk.quota"));
    }

    private Outcome tooLarge(Job.Fill order) throws IOException {
        return Outcome.of(
                Reason.TOO_LARGE,
                "could not reserve "
                        + order.size()
                        + " for asset "
                        + order.asset()
                        + ": "
                        + disk.capacity()
                        + " are all that this server has for content; give it a larger disk or"
                        + " disk.quota, or leave it out of the delivery policy");
    }

    private static int longestRun(Job.Fill order, PieceLayout layout) {
        TransferLimits limits = order.limits();
        if (limits.requestSize().bytes() > 0) {
            return Math.clamp(
                    limits.requestSize().bytes() / order.pieceSize().bytes(),
                    1,
                    Math.max(1, layout.count()));
        }
        return Math.max(1, Math.ceilDiv(layout.count(), limits.connections()));
    }

    /// A fill that no other agent takes part in; viewers do.
    private FillSession alone(
            FillRun run,
            PieceLayout layout,
            List<Checksum> pieces,
            BitSet there,
            PieceMap notes,
            Partials.Partial partial) {
        Job.Fill order = run.order();
        Wants wants = new Wants();
        Telling telling = new Telling();
        BitSet now = (BitSet) there.clone();
        FillSession session =
                new FillSession(
                        run,
                        layout,
                        pieces,
                        there,
                        notes,
                        new InOrder(layout.count(), longestRun(order, layout)),
                        telling,
                        wants);
        peers.ifPresent(others ->
                telling.to(
                        others.holdings()
                                .beginAlone(
                                        order.asset(),
                                        order.checksum(),
                                        layout,
                                        now,
                                        partial.file(),
                                        wants)));
        return session;
    }

    /// From the sources of the order alone.
    private Optional<Checksum> fetchAlone(
            FillSession session, Sources sources, FileChannel file, DiskSpace.Promise room)
            throws InterruptedException {
        TransferLimits limits = session.run().order().limits();
        int connections = Math.min(limits.connections(), Math.max(1, session.layout().count()));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Lane lane = new Lane.Origin(i);
            PieceFetcher fetcher =
                    new PieceFetcher(
                            session,
                            lane,
                            new OriginSource(sources),
                            file,
                            room,
                            settings.stall(),
                            new Pacer(limits.ratePerConnection(), caps.of(lane)));
            threads.add(Thread.ofVirtual().name("fetch-" + i).start(fetcher));
        }
        try {
            return follow(session, file);
        } finally {
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /// Together with other agents.
    private Optional<Checksum> fetchShared(
            SwarmPart part, Sources sources, FileChannel file, DiskSpace.Promise room)
            throws InterruptedException {
        try (SwarmFill fill =
                new SwarmFill(
                        part.session(),
                        part.picker(),
                        sources,
                        file,
                        room,
                        settings.stall(),
                        part.peers().swarming(),
                        caps,
                        random)) {
            fill.start(part.swarm());
            return follow(part.session(), file);
        }
    }

    /// The checksum of the whole; empty if the fill failed.
    private static Optional<Checksum> follow(FillSession session, FileChannel file)
            throws InterruptedException {
        Optional<Checksum> whole = Optional.empty();
        try {
            whole = new WholeChecksum(file).follow(session);
        } catch (IOException e) {
            session.fail(PieceFetcher.storageFailure(e));
        } finally {
            if (whole.isEmpty()) {
                session.fail(Outcome.of(Reason.STORAGE_ERROR, "the partial file was cut short"));
            }
        }
        return whole;
    }

    /// Removes what earlier fills left behind and nobody came back for.
    public void clearRested(Duration rested) throws IOException {
        partials.clear(rested, clock.instant());
    }
}
