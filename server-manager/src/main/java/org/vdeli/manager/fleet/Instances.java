package org.vdeli.manager.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.ServerId;

/// Notices two agents that live under one identity at once, as a machine and a copy of its disk do.
///
/// An agent that is started again has a new instance, and the old one is never heard again but for
/// a heartbeat or two that were overtaken on their way. Two that live together are heard in turn:
/// [#RETURNS] changes to an instance that was heard before, within [#WINDOW], are two machines. Any
/// thread may ask and tell.
final class Instances {
    static final Duration WINDOW = Duration.ofSeconds(60);

    /// One restart with a late heartbeat makes two.
    static final int RETURNS = 4;

    private final Map<ServerId, History> histories = new ConcurrentHashMap<>();

    private static final class History {
        private final Map<UUID, Instant> heard = new HashMap<>();
        private final Deque<Instant> returns = new ArrayDeque<>();
        private @Nullable UUID last;

        private void heard(UUID instance, Instant at) {
            heard.values().removeIf(before -> before.plus(WINDOW).isBefore(at));
            if (!instance.equals(last) && heard.containsKey(instance)) {
                returns.add(at);
            }
            while (!returns.isEmpty() && returns.getFirst().plus(WINDOW).isBefore(at)) {
                returns.removeFirst();
            }
            heard.put(instance, at);
            last = instance;
        }

        private boolean isDoubled(Instant now) {
            return returns.stream().filter(at -> !at.plus(WINDOW).isBefore(now)).count() >= RETURNS;
        }
    }

    void heard(Report.Heartbeat heartbeat, Instant at) {
        heartbeat
                .instance()
                .ifPresent(instance ->
                        histories.compute(
                                heartbeat.server(),
                                (server, old) -> {
                                    History history = old == null ? new History() : old;
                                    history.heard(instance, at);
                                    return history;
                                }));
    }

    /// The servers under whose identity more than one agent lives.
    Set<ServerId> doubled(Instant now) {
        return histories.keySet().stream()
                .filter(server -> isDoubled(server, now))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isDoubled(ServerId server, Instant now) {
        boolean[] doubled = {false};
        histories.computeIfPresent(
                server,
                (_, history) -> {
                    doubled[0] = history.isDoubled(now);
                    return history;
                });
        return doubled[0];
    }
}
