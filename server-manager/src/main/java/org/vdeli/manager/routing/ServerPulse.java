package org.vdeli.manager.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.map.Pulse;
import org.vdeli.router.map.Standing;

/// How each server stands towards viewers, by its state and its newest heartbeat and sample.
///
/// A server that was not heard for longer than allowed gets no viewers, long before it counts as
/// silent: turning viewers to another server costs nothing. But silence counts only while it means
/// something: while the broker is away every server keeps the standing that it had, and after that
/// (and after the manager's own start, or a pause of its) there is time for all agents to come
/// back. One thread.
final class ServerPulse {
    /// An agent's longest pause between attempts to reach the broker is 20 s
    /// (`LinkSettings#agent`).
    private static final Duration AGENTS_COME_BACK = Duration.ofSeconds(25);

    /// Turns come every half second; one that is later than this by far was a pause.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MOST_LOAD = 254;

    private final LiveFleet live;
    private final Duration heardWithin;
    private Optional<Pulse> last = Optional.empty();
    private Optional<FleetIndex> lastFleet = Optional.empty();
    private boolean hearing;
    private Instant hearingSince = Instant.MIN;
    private Instant turnAt = Instant.MIN;

    ServerPulse(LiveFleet live, Duration heardWithin) {
        this.live = live;
        this.heardWithin = heardWithin;
    }

    /// The pulse of now.
    ///
    /// @param canHear whether heartbeats can arrive
    Pulse at(Instant now, FleetIndex fleet, boolean canHear) {
        boolean paused = turnAt.plus(PAUSE).isBefore(now);
        turnAt = now;
        if (canHear && (!hearing || paused)) {
            hearingSince = now;
        }
        hearing = canHear;
        byte[] standings = new byte[fleet.size()];
        byte[] loads = new byte[fleet.size()];
        for (int i = 0; i < standings.length; i++) {
            standings[i] = standing(now, fleet, i).number();
            loads[i] = (byte) load(fleet.server(i));
        }
        Pulse pulse = new Pulse(standings, loads);
        last = Optional.of(pulse);
        lastFleet = Optional.of(fleet);
        return pulse;
    }

    private Standing standing(Instant now, FleetIndex fleet, int number) {
        ServerId server = new ServerId(fleet.server(number).id());
        ServerState state = live.state(server).orElse(ServerState.JOINING);
        Optional<LiveFleet.Heard> heard = live.lastHeard(server);
        return switch (state) {
            case DRAINING -> Standing.DRAINING;
            case SILENT -> Standing.SILENT;
            case JOINING, MAINTENANCE, RETIRED -> Standing.OUT;
            case ONLINE -> {
                if (!hearing) {
                    yield before(fleet.server(number).id()).orElse(Standing.UP);
                }
                Instant latest = heard.map(LiveFleet.Heard::at).orElse(Instant.MIN);
                boolean isBack = !latest.isBefore(hearingSince);
                Instant end =
                        isBack ? latest.plus(heardWithin) : hearingSince.plus(AGENTS_COME_BACK);
                if (end.isBefore(now)) {
                    yield Standing.SILENT;
                }
                boolean serves = heard.map(h -> h.heartbeat().nginxUp()).orElse(true);
                yield serves ? Standing.UP : Standing.NGINX_DOWN;
            }
        };
    }

    private Optional<Standing> before(long server) {
        return lastFleet
                .map(fleet -> fleet.serverNumber(server))
                .filter(number -> number >= 0)
                .flatMap(number -> last.map(pulse -> pulse.standing(number)));
    }

    /// The part of its line that a server used in its newest sample; of one whose line is not
    /// known, the part of its processors.
    private int load(Fleet.Server server) {
        Optional<Report.Sample> sample = live.lastSample(new ServerId(server.id()));
        if (sample.isEmpty()) {
            return Pulse.UNKNOWN;
        }
        double part =
                server.capacity() > 0
                        ? (double)
                                        Bitrate.average(
                                                        sample.get().machine().sent(),
                                                        sample.get().length())
                                                .bitsPerSecond()
                                / server.capacity()
                        : sample.get().machine().cpu();
        return Math.clamp(Math.round(part * 100), 0, MOST_LOAD);
    }
}
