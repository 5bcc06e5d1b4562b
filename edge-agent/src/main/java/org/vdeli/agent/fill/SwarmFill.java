package org.vdeli.agent.fill;

import java.net.URI;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.peer.Grants;
import org.vdeli.agent.peer.PeerView;
import org.vdeli.agent.peer.PeerWatch;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.TransferLimits;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;

/// The connections of a fill that other agents take part in: to the origin, to each neighbour, to
/// each partner; and the watching of who has what. Asks again for the swarm every half minute, so
/// that servers that join later are found.
final class SwarmFill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SwarmFill.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final Duration ASK_SOON = Duration.ofSeconds(5);

    /// When the sources of the order are given up and no byte has come from anybody for so long,
    /// the fill has failed; the manager will order it again.
    private static final Duration HOPE = Duration.ofMinutes(1);

    /// A neighbour or partner that sends nothing for so long is left; others have the piece.
    private static final Duration PEER_STALL = Duration.ofSeconds(3);

    private final FillSession session;
    private final SwarmPicker picker;
    private final Sources sources;
    private final FileChannel file;
    private final DiskSpace.Promise room;
    private final Duration stall;
    private final Filler.Swarming swarming;
    private final Caps caps;
    private final RandomGenerator random;
    private final Map<ServerId, PeerWatch> watches = new HashMap<>();
    private final List<Thread> lanes = new ArrayList<>();
    private final Thread roster;
    private Duration firstPause = ASK_AGAIN;

    SwarmFill(
            FillSession session,
            SwarmPicker picker,
            Sources sources,
            FileChannel file,
            DiskSpace.Promise room,
            Duration stall,
            Filler.Swarming swarming,
            Caps caps,
            RandomGenerator random) {
        this.session = session;
        this.picker = picker;
        this.sources = sources;
        this.file = file;
        this.room = room;
        this.stall = stall;
        this.swarming = swarming;
        this.caps = caps;
        this.random = random;
        this.roster = Thread.ofVirtual().name("swarm").unstarted(this::follow);
    }

    /// Begins to fetch.
    ///
    /// @param swarm with whom, as far as it is known now
    synchronized void start(Optional<Swarm> swarm) {
        swarm.ifPresent(this::join);
        int connections =
                Math.min(
                        session.run().order().limits().connections(),
                        Math.max(1, session.layout().count()));
        for (int i = 0; i < connections; i++) {
            lane(new Lane.Origin(i), new Origin(), stall);
        }
        firstPause = swarm.isPresent() ? ASK_AGAIN : ASK_SOON;
        roster.start();
    }

    private void follow() {
        try {
            Duration pause = firstPause;
            while (session.isRunning()) {
                session.rest(pause);
                if (!session.isRunning()) {
                    return;
                }
                Optional<Swarm> swarm = swarming.ask(session.run().order().asset());
                swarm.ifPresent(this::join);
                pause = swarm.isPresent() ? ASK_AGAIN : ASK_SOON;
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Adds those that are new and lets go of those that are not named any more.
    private synchronized void join(Swarm swarm) {
        Set<ServerId> named =
                Stream.concat(swarm.neighbours().stream(), swarm.partners().stream())
                        .map(Swarm.Member::server)
                        .collect(Collectors.toSet());
        for (ServerId gone : List.copyOf(watches.keySet())) {
            if (!named.contains(gone)) {
                @Nullable PeerWatch watch = watches.remove(gone);
                if (watch != null) {
                    watch.close();
                }
                session.withPicker((_, _) -> {
                    picker.remove(gone);
                    return gone;
                });
            }
        }
        swarm.neighbours().forEach(member -> add(member, true));
        swarm.partners().forEach(member -> add(member, false));
    }

    private void add(Swarm.Member member, boolean neighbour) {
        if (watches.containsKey(member.server()) || !session.isRunning()) {
            return;
        }
        PeerView view = new PeerView(member, neighbour, session.layout());
        PeerHealth health = new PeerHealth(random);
        Lane.Peer lane = new Lane.Peer(view, health);
        session.withPicker((_, _) -> {
            picker.add(view, health);
            return view;
        });
        watches.put(
                member.server(),
                PeerWatch.start(
                        view,
                        session.run().order().asset(),
                        session.layout(),
                        () -> session.run().order().token(),
                        () -> session.news(lane),
                        session::news,
                        random));
        lane(lane, new Peer(lane), PEER_STALL.compareTo(stall) < 0 ? PEER_STALL : stall);
    }

    private void lane(Lane lane, LaneSource from, Duration laneStall) {
        TransferLimits limits = session.run().order().limits();
        Bitrate rate = lane.isWan() ? limits.ratePerConnection() : Bitrate.ZERO;
        lanes.add(
                Thread.ofVirtual()
                        .name("fetch")
                        .start(
                                new PieceFetcher(
                                        session,
                                        lane,
                                        from,
                                        file,
                                        room,
                                        laneStall,
                                        new Pacer(rate, caps.of(lane)))));
    }

    /// Ends the watching, and waits for the connections, which end with the session.
    @Override
    public void close() {
        roster.interrupt();
        List<Thread> left;
        synchronized (this) {
            watches.values().forEach(PeerWatch::close);
            left = List.copyOf(lanes);
        }
        boolean interrupted = Thread.interrupted();
        for (Thread lane : left) {
            while (lane.isAlive()) {
                try {
                    lane.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether somebody else may still bring what is missing.
    private boolean isAnybodyThere() {
        return session.withPicker((_, _) ->
                picker.all().stream().anyMatch(view -> view.state() == PeerView.State.TELLING));
    }

    private boolean ask(Picker.Pick.Ask question) {
        return Grants.ask(
                question.door(),
                session.run().order().asset(),
                question.piece(),
                session.run().order().token());
    }

    /// The sources of the order. While pieces come from others, they are not given up: what they
    /// cannot hand out may come from a neighbour, and they may come back.
    private final class Origin implements LaneSource {
        @Override
        public Sources.Choice choose() {
            Sources.Choice choice = sources.choose();
            if (choice instanceof Sources.Choice.GiveUp
                    && isAnybodyThere()
                    && session.sinceProgress().compareTo(HOPE) < 0) {
                sources.hopeAgain();
                return new Sources.Choice.Rest(ASK_SOON);
            }
            return choice;
        }

        @Override
        public void good(URI source) {
            sources.good(source);
        }

        @Override
        public void bad(Sources.Choice.Use use, FillSession.Run run, SourceFailure failure) {
            sources.bad(use.source(), use.round(), failure);
        }

        @Override
        public boolean ask(Picker.Pick.Ask question) {
            return SwarmFill.this.ask(question);
        }
    }

    /// Another agent.
    private final class Peer implements LaneSource {
        private final Lane.Peer lane;

        Peer(Lane.Peer lane) {
            this.lane = lane;
        }

        @Override
        public Sources.Choice choose() {
            return new Sources.Choice.Use(lane.source(), 0);
        }

        @Override
        public void good(URI source) {
            lane.health().good();
        }

        @Override
        public void bad(Sources.Choice.Use use, FillSession.Run run, SourceFailure failure) {
            switch (failure.reason()) {
                case CHECKSUM_MISMATCH ->
                        LOG.warn(
                                "another agent sent wrong bytes and is not asked again for this"
                                        + " asset server={} asset={} detail={}",
                                lane.view().member().server(),
                                session.run().order().asset(),
                                failure.detail());
                case REFUSED -> {
                    for (int piece = run.first(); piece < run.end(); piece++) {
                        lane.view().lacks(piece);
                    }
                }
                default -> {}
            }
            lane.health().bad(failure);
        }

        @Override
        public boolean ask(Picker.Pick.Ask question) {
            return SwarmFill.this.ask(question);
        }
    }
}
