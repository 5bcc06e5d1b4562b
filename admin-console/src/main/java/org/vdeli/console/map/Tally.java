package org.vdeli.console.map;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerState;

/// Servers counted, with what they send and what ails them. Retired ones do not count.
///
/// Gathered by [Cartographer], then never changed.
public final class Tally {
    private final Map<ServerState, Integer> states = new EnumMap<>(ServerState.class);
    private final Map<ReplicaState, Integer> replicas = new EnumMap<>(ReplicaState.class);
    private int total;
    private double bits;
    private int alarms;
    private boolean critical;
    private double filled;
    private int assigned;

    void add(MapPicture.ServerMark server) {
        if (server.state() == ServerState.RETIRED) {
            return;
        }
        states.merge(server.state(), 1, Integer::sum);
        total++;
        bits += server.bits();
        server.replica()
                .ifPresent(state -> {
                    replicas.merge(state, 1, Integer::sum);
                    assigned++;
                    filled += server.filled();
                });
        if (server.alarm() != MapPicture.Ailment.NONE) {
            alarms++;
            critical |= server.alarm() == MapPicture.Ailment.CRITICAL;
        }
    }

    void addAlarm(boolean isCritical) {
        alarms++;
        critical |= isCritical;
    }

    public int count(ServerState state) {
        return states.getOrDefault(state, 0);
    }

    public int count(ReplicaState state) {
        return replicas.getOrDefault(state, 0);
    }

    public int total() {
        return total;
    }

    /// Sent per second.
    public double bits() {
        return bits;
    }

    public int alarms() {
        return alarms;
    }

    public boolean isCritical() {
        return critical;
    }

    /// Servers that shall hold the asset that is looked at.
    public int assigned() {
        return assigned;
    }

    /// The share of its bytes that are there, 0 to 1; NaN where none shall be.
    public double filled() {
        return assigned == 0 ? Double.NaN : filled / assigned;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tally it
                && states.equals(it.states)
                && replicas.equals(it.replicas)
                && bits == it.bits
                && alarms == it.alarms
                && critical == it.critical
                && filled == it.filled;
    }

    @Override
    public int hashCode() {
        return Objects.hash(states, replicas, bits, alarms);
    }
}
