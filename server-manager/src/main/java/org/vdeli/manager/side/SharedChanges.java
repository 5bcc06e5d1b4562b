package org.vdeli.manager.side;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.amqp.Outgoing;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;
import org.vdeli.contracts.wire.Envelope;
import org.vdeli.manager.change.Changes;

/// Tells every change here, and to all other managers. See the package.
///
/// [#liveChanged] stays here: each manager hears the reports of all servers by itself. Any thread
/// may tell; [#turn] is called by one, [#take] by another.
public final class SharedChanges implements Changes {
    /// Words of at most 40 characters: a note stays below the 4 KiB of a message.
    static final int PART = 75;

    /// What is not sent by then, because the broker is away for long, is not kept: those who miss
    /// it notice.
    static final int MOST = 100_000;

    /// Even when nothing changes, others notice after so long that they missed something.
    private static final Duration SAY_NUMBER = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SharedChanges.class);

    private final ManagerId self;
    private final Changes here;
    private final Publishing broker;
    private final Codec codec;
    private final InstantSource time;
    private final UUID start = UUID.randomUUID();
    private final Set<Change> gathered = new LinkedHashSet<>();
    private final Map<ManagerId, Heard> heard = new HashMap<>();
    private boolean dropped;
    private long number;
    private Instant saidAt = Instant.MIN;

    /// Publishes without waiting for the confirm: `BrokerLink::publish`.
    @FunctionalInterface
    public interface Publishing {
        void publish(Outgoing message);
    }

    /// The last note of a manager.
    private record Heard(UUID start, long number) {}

    /// @param here told of this manager's changes and of those of others
    public SharedChanges(
            ManagerId self, Changes here, Publishing broker, Codec codec, InstantSource time) {
        this.self = self;
        this.here = here;
        this.broker = broker;
        this.codec = codec;
        this.time = time;
    }

    /// Tells the others what was gathered; call it some ten times a second.
    public void turn() {
        List<Change> changes;
        synchronized (gathered) {
            changes = List.copyOf(gathered);
            gathered.clear();
            if (dropped) {
                dropped = false;
                number++; // a gap, which the others notice
            }
        }
        Instant now = time.instant();
        if (changes.isEmpty() && saidAt.plus(SAY_NUMBER).isAfter(now)) {
            return;
        }
        saidAt = now;
        int from = 0;
        do {
            int to = Math.min(changes.size(), from + PART);
            send(changes.subList(from, to), now);
            from = to;
        } while (from < changes.size());
    }

    /// A note that does not reach the broker is missed by all others, who notice it by its number.
    private void send(List<Change> part, Instant now) {
        ChangeNote note =
                new ChangeNote(self, start, ++number, part.stream().map(Change::text).toList());
        byte[] body = codec.encode(new Envelope<>(Codec.VERSION, UUID.randomUUID(), now, note));
        broker.publish(new Outgoing(Topology.CHANGES, "", body, false, false));
    }

    /// Takes notes from this manager's queue.
    public List<Handled> take(List<Delivery> deliveries) {
        List<Handled> answers = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            answers.add(
                    switch (codec.decode(delivery.body(), ChangeNote.class)) {
                        case Decoded.Malformed<ChangeNote> malformed ->
                                new Handled.Reject(malformed.reason());
                        case Decoded.Message<ChangeNote> message -> take(message.envelope().body());
                    });
        }
        return List.copyOf(answers);
    }

    private Handled take(ChangeNote note) {
        if (note.from().equals(self)) {
            return Handled.ACK;
        }
        Heard before = heard.put(note.from(), new Heard(note.start(), note.number()));
        boolean follows =
                before == null
                        || (before.start().equals(note.start())
                                ? before.number() + 1 == note.number()
                                : note.number() == 1);
        if (!follows) {
            log.warn("event=changes-missed of={}", note.from());
            here.missed();
        }
        List<Change> changes = new ArrayList<>();
        try {
            for (String text : note.changes()) {
                Change.read(text).ifPresent(changes::add);
            }
        } catch (IllegalArgumentException e) {
            return new Handled.Reject(String.valueOf(e.getMessage()));
        }
        changes.forEach(change -> change.tell(here));
        return Handled.ACK;
    }

    private void note(Collection<? extends Change> changes) {
        synchronized (gathered) {
            if (gathered.size() + changes.size() > MOST) {
                gathered.clear();
                dropped = true;
                return;
            }
            gathered.addAll(changes);
        }
    }

    @Override
    public void serversChanged(Collection<ServerId> servers) {
        here.serversChanged(servers);
        note(servers.stream().map(Change.Server::new).toList());
    }

    @Override
    public void liveChanged(ServerId server) {
        here.liveChanged(server);
    }

    @Override
    public void regionsChanged() {
        here.regionsChanged();
        note(List.of(new Change.Regions()));
    }

    @Override
    public void clustersChanged() {
        here.clustersChanged();
        note(List.of(new Change.Clusters()));
    }

    @Override
    public void assetsChanged(Collection<AssetId> assets) {
        here.assetsChanged(assets);
        note(assets.stream().map(Change.Asset::new).toList());
    }

    @Override
    public void distributionsChanged(Collection<AssetId> assets) {
        here.distributionsChanged(assets);
        note(assets.stream().map(Change.Distribution::new).toList());
    }

    @Override
    public void replicasChanged(AssetId asset, Collection<ServerId> servers) {
        here.replicasChanged(asset, servers);
        note(servers.stream().map(server -> new Change.Replica(asset, server)).toList());
    }

    @Override
    public void alarmsChanged(Collection<AlarmId> alarms) {
        here.alarmsChanged(alarms);
        note(alarms.stream().map(Change.Alarm::new).toList());
    }

    @Override
    public void fillEnded(AssetId asset, ServerId server) {
        here.fillEnded(asset, server);
        note(List.of(new Change.Ended(asset, server)));
    }

    @Override
    public void contentDoubted(AssetId asset) {
        here.contentDoubted(asset);
        note(List.of(new Change.Doubted(asset)));
    }

    @Override
    public void removed(ObjectKind kind, Collection<? extends Id> ids) {
        here.removed(kind, ids);
        note(ids.stream().map(id -> new Change.Removed(kind, id)).toList());
    }
}
