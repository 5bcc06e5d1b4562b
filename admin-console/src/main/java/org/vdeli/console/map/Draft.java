package org.vdeli.console.map;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;

/// What an operator has drawn and not saved: the difference from what the manager knows. It lives
/// in the console alone, so that no lost connection takes it away. Immutable: each step of undo is
/// one.
///
/// @param regions new and changed ones
/// @param clusters new and changed ones
/// @param servers those that shall be in another cluster
/// @param gone regions and clusters that shall be deleted
/// @param nextNumber for the next drawn object
public record Draft(
        Map<Ref<RegionId>, RegionPlan> regions,
        Map<Ref<ClusterId>, ClusterPlan> clusters,
        Map<ServerId, Ref<ClusterId>> servers,
        Gone gone,
        int nextNumber) {
    /// What shall be deleted.
    public record Gone(Set<RegionId> regions, Set<ClusterId> clusters) {
        static final Gone NONE = new Gone(Set.of(), Set.of());

        public Gone {
            regions = Set.copyOf(regions);
            clusters = Set.copyOf(clusters);
        }

        boolean isEmpty() {
            return regions.isEmpty() && clusters.isEmpty();
        }

        Gone with(RegionId id) {
            return new Gone(added(regions, id), clusters);
        }

        Gone with(ClusterId id) {
            return new Gone(regions, added(clusters, id));
        }

        Gone without(RegionId id) {
            return new Gone(taken(regions, id), clusters);
        }

        Gone without(ClusterId id) {
            return new Gone(regions, taken(clusters, id));
        }

        private static <I> Set<I> added(Set<I> all, I one) {
            Set<I> more = new HashSet<>(all);
            more.add(one);
            return more;
        }

        private static <I> Set<I> taken(Set<I> all, I one) {
            Set<I> less = new HashSet<>(all);
            less.remove(one);
            return less;
        }
    }

    public Draft {
        regions = Collections.unmodifiableMap(regions);
        clusters = Collections.unmodifiableMap(clusters);
        servers = Collections.unmodifiableMap(servers);
    }

    public static final Draft NONE = new Draft(Map.of(), Map.of(), Map.of(), Gone.NONE, 1);

    public boolean isEmpty() {
        return regions.isEmpty() && clusters.isEmpty() && servers.isEmpty() && gone.isEmpty();
    }

    Draft with(RegionPlan plan) {
        return new Draft(
                put(regions, plan.ref(), plan), clusters, servers, gone, after(plan.ref()));
    }

    Draft with(ClusterPlan plan) {
        return new Draft(
                regions, put(clusters, plan.ref(), plan), servers, gone, after(plan.ref()));
    }

    Draft moving(Collection<ServerId> moved, Ref<ClusterId> to) {
        Map<ServerId, Ref<ClusterId>> all = new LinkedHashMap<>(servers);
        moved.forEach(server -> all.put(server, to));
        return new Draft(regions, clusters, all, gone, nextNumber);
    }

    /// Without a region that only exists here, or without the changes of one that is saved.
    Draft without(Ref<RegionId> region) {
        return new Draft(removed(regions, region), clusters, servers, gone, nextNumber);
    }

    Draft withoutCluster(Ref<ClusterId> cluster) {
        Map<ServerId, Ref<ClusterId>> left = new LinkedHashMap<>(servers);
        left.values().removeIf(cluster::equals);
        return new Draft(regions, removed(clusters, cluster), left, gone, nextNumber);
    }

    /// When a drawn region was saved: what refers to it refers to its id from now on.
    Draft saved(Ref<RegionId> region, RegionId id) {
        Map<Ref<ClusterId>, ClusterPlan> inIt = new LinkedHashMap<>();
        Ref<RegionId> known = new Ref.Saved<>(id);
        clusters.forEach(
                (ref, plan) -> inIt.put(ref, plan.region().equals(region) ? plan.in(known) : plan));
        return new Draft(removed(regions, region), inIt, servers, gone, nextNumber);
    }

    /// When a drawn cluster was saved.
    Draft savedCluster(Ref<ClusterId> cluster, ClusterId id) {
        Map<ServerId, Ref<ClusterId>> inIt = new LinkedHashMap<>();
        Ref<ClusterId> known = new Ref.Saved<>(id);
        servers.forEach((server, to) -> inIt.put(server, to.equals(cluster) ? known : to));
        return new Draft(regions, removed(clusters, cluster), inIt, gone, nextNumber);
    }

    Draft savedServer(ServerId server) {
        return new Draft(regions, clusters, removed(servers, server), gone, nextNumber);
    }

    /// With other things to be deleted.
    Draft with(Gone others) {
        return new Draft(regions, clusters, servers, others, nextNumber);
    }

    private int after(Ref<?> ref) {
        return ref instanceof Ref.Fresh<?> fresh
                ? Math.max(nextNumber, fresh.number() + 1)
                : nextNumber;
    }

    private static <K, V> Map<K, V> put(Map<K, V> map, K key, V value) {
        Map<K, V> all = new LinkedHashMap<>(map);
        all.put(key, value);
        return all;
    }

    private static <K, V> Map<K, V> removed(Map<K, V> map, K key) {
        Map<K, V> all = new LinkedHashMap<>(map);
        all.remove(key);
        return all;
    }
}
