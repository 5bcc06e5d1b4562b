package org.vdeli.manager.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// The newest word of every server, in memory: heartbeats, samples, and the progress of running
/// fills. Lost with the manager; the next reports bring it back. Any thread may ask and tell.
public final class LiveFleet {
    /// Many more than an agent runs at once (4 as it comes).
    private static final int MOST_FILLS = 100;

    private final ConcurrentHashMap<ServerId, Heard> servers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ServerId, Report.Sample> samples = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ServerId, Map<AssetId, Report.Progress>> progress =
            new ConcurrentHashMap<>();

    /// The last heartbeat of each server that seemed to be of an earlier start.
    private final ConcurrentHashMap<ServerId, Report.Heartbeat> doubted = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<ServerId, ServerState> states = new ConcurrentHashMap<>();

    private final Instances instances = new Instances();

    private final InstantSource time;

    public LiveFleet(InstantSource time) {
        this.time = time;
    }

    /// A heartbeat, and when it came on the manager's clock.
    public record Heard(Report.Heartbeat heartbeat, Instant at) {}

    /// Takes a heartbeat. An older one than the newest, overtaken on its way, counts as a sign of
    /// life alone.
    public void heard(Report.Heartbeat heartbeat) {
        Instant at = time.instant();
        instances.heard(heartbeat, at);
        servers.merge(
                heartbeat.server(),
                new Heard(heartbeat, at),
                (old, fresh) ->
                        isNewer(fresh.heartbeat(), old.heartbeat()) || isNoStraggler(heartbeat)
                                ? fresh
                                : new Heard(old.heartbeat(), at));
        if (heartbeat.jobsRunning() == 0) {
            progress.remove(heartbeat.server());
        }
    }

    private static boolean isNewer(Report.Heartbeat fresh, Report.Heartbeat old) {
        int starts = fresh.startedAt().compareTo(old.startedAt());
        return starts > 0 || (starts == 0 && fresh.sequence() >= old.sequence());
    }

    /// Whether a heartbeat of an earlier start follows another of that start: then nothing was
    /// overtaken, but the server's clock was set back.
    private boolean isNoStraggler(Report.Heartbeat heartbeat) {
        Report.Heartbeat before = doubted.put(heartbeat.server(), heartbeat);
        return before != null
                && before.startedAt().equals(heartbeat.startedAt())
                && before.sequence() < heartbeat.sequence();
    }

    /// Takes a sample, if it is newer than the newest: by its number, or by its time if the server
    /// lost its count.
    public void sampled(Report.Sample sample) {
        samples.merge(
                sample.server(),
                sample,
                (old, fresh) ->
                        fresh.sequence() >= old.sequence() || fresh.from().isAfter(old.from())
                                ? fresh
                                : old);
    }

    /// Takes the progress of a fill. Of a server that reports of more fills than it can run at
    /// once, the oldest reports are forgotten.
    public void progressed(Report.Progress report) {
        progress.compute(
                report.server(),
                (server, old) -> {
                    Map<AssetId, Report.Progress> fresh =
                            old == null ? new HashMap<>() : new HashMap<>(old);
                    fresh.put(report.asset(), report);
                    while (fresh.size() > MOST_FILLS) {
                        fresh.values().stream()
                                .min(Comparator.comparing(Report.Progress::at))
                                .ifPresent(oldest -> fresh.remove(oldest.asset()));
                    }
                    return Map.copyOf(fresh);
                });
    }

    /// Forgets the progress of a fill that ended.
    public void ended(AssetId asset, ServerId server) {
        progress.computeIfPresent(
                server,
                (s, old) -> {
                    Map<AssetId, Report.Progress> left = new HashMap<>(old);
                    left.remove(asset);
                    return left.isEmpty() ? null : Map.copyOf(left);
                });
    }

    /// The servers under whose identity more than one agent lives.
    Set<ServerId> doubled() {
        return instances.doubled(time.instant());
    }

    /// The newest heartbeat of a server since the manager started.
    public Optional<Heard> lastHeard(ServerId server) {
        return Optional.ofNullable(servers.get(server));
    }

    /// The newest sample of a server since the manager started.
    public Optional<Report.Sample> lastSample(ServerId server) {
        return Optional.ofNullable(samples.get(server));
    }

    /// How far a running fill is.
    public Optional<Report.Progress> progress(AssetId asset, ServerId server) {
        return Optional.ofNullable(progress.getOrDefault(server, Map.of()).get(asset));
    }

    /// All servers that were heard of since the manager started.
    public Map<ServerId, Heard> all() {
        return Map.copyOf(servers);
    }

    /// How far the fills of an asset are that run now, on all servers.
    public List<Report.Progress> progress(AssetId asset) {
        return progress.values().stream()
                .flatMap(fills -> Optional.ofNullable(fills.get(asset)).stream())
                .toList();
    }

    /// Takes the states of all servers, as the database has them.
    void states(Map<ServerId, ServerState> all) {
        states.keySet().retainAll(all.keySet());
        states.putAll(all);
    }

    /// The state of a server, as far as it is known.
    public Optional<ServerState> state(ServerId server) {
        return Optional.ofNullable(states.get(server));
    }

    /// The newest figures of a server; empty if it was never heard of.
    public Optional<LiveView> live(ServerId server) {
        Heard heard = servers.get(server);
        Report.Sample sample = samples.get(server);
        ServerState state = states.get(server);
        if (state == null || (heard == null && sample == null)) {
            return Optional.empty();
        }
        return Optional.of(
                new LiveView(
                        server,
                        state,
                        Optional.ofNullable(heard).map(Heard::heartbeat),
                        Optional.ofNullable(sample),
                        heard == null
                                ? Duration.ZERO
                                : Duration.between(heard.at(), time.instant())));
    }

    /// The newest figures of all servers that were heard of.
    public List<LiveView> allLive() {
        return states.keySet().stream()
                .sorted(Comparator.comparingLong(ServerId::value))
                .flatMap(server -> live(server).stream())
                .toList();
    }
}
