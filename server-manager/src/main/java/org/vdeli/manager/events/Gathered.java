package org.vdeli.manager.events;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AlarmId;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// The ids of what changed and was not told yet. Not safe for several threads.
final class Gathered {
    final Set<ServerId> servers = new LinkedHashSet<>();
    final Set<ServerId> live = new LinkedHashSet<>();
    final Set<AssetId> assets = new LinkedHashSet<>();
    final Set<AssetId> distributions = new LinkedHashSet<>();
    final Map<AssetId, Set<ServerId>> replicas = new LinkedHashMap<>();
    final Set<AlarmId> alarms = new LinkedHashSet<>();
    final Map<ObjectKind, Set<String>> removed = new EnumMap<>(ObjectKind.class);
    private final Set<Topic> topics = EnumSet.noneOf(Topic.class);

    boolean isEmpty() {
        return topics.isEmpty();
    }

    boolean has(Topic topic) {
        return topics.contains(topic);
    }

    void note(Topic topic) {
        topics.add(topic);
    }

    void noteReplicas(AssetId asset, Collection<ServerId> holders) {
        note(Topic.REPLICAS);
        replicas.computeIfAbsent(asset, a -> new LinkedHashSet<>()).addAll(holders);
    }

    void noteRemoved(ObjectKind kind, String id) {
        note(Topic.REMOVED);
        removed.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(id);
    }

    /// Takes out everything of these topics.
    Gathered take(Set<Topic> due) {
        Gathered taken = new Gathered();
        for (Topic topic : due) {
            if (topics.remove(topic)) {
                taken.note(topic);
                switch (topic) {
                    case SERVERS -> move(servers, taken.servers);
                    case LIVE -> move(live, taken.live);
                    case ASSETS -> move(assets, taken.assets);
                    case DISTRIBUTIONS -> move(distributions, taken.distributions);
                    case REPLICAS -> {
                        taken.replicas.putAll(replicas);
                        replicas.clear();
                    }
                    case ALARMS -> move(alarms, taken.alarms);
                    case REMOVED -> {
                        taken.removed.putAll(removed);
                        removed.clear();
                    }
                    case REGIONS, CLUSTERS -> {}
                }
            }
        }
        return taken;
    }

    /// Puts back what was taken out and could not be told.
    void putBack(Gathered taken) {
        topics.addAll(taken.topics);
        servers.addAll(taken.servers);
        live.addAll(taken.live);
        assets.addAll(taken.assets);
        distributions.addAll(taken.distributions);
        alarms.addAll(taken.alarms);
        taken.replicas.forEach(this::noteReplicas);
        taken.removed.forEach((kind, ids) -> ids.forEach(id -> noteRemoved(kind, id)));
    }

    void clear() {
        take(EnumSet.allOf(Topic.class));
    }

    private static <T> void move(Set<T> from, Set<T> to) {
        to.addAll(from);
        from.clear();
    }
}
