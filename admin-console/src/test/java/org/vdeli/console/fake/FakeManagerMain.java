package org.vdeli.console.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerView;

/// Runs a fake manager to look at the console by hand: `FakeManagerMain PORT SERVERS CLUSTERS
/// REGIONS TURNS`.
public final class FakeManagerMain {
    private FakeManagerMain() {}

    public static void main(String[] args) throws InterruptedException {
        int servers = Integer.parseInt(args[1]);
        int turns = Integer.parseInt(args[4]);
        FakeFleet fleet =
                new FakeFleet(
                        servers,
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Duration.ofSeconds(Math.max(2, turns)));
        Sample.fill(fleet, Instant.now());
        try (FakeManager manager =
                new FakeManager(fleet, Integer.parseInt(args[0]), Duration.ofSeconds(1), turns)) {
            manager.start();
            System.out.println("ready " + manager.address());
            AssetView moving = fleet.assets.getFirst();
            List<ServerView> all = List.copyOf(fleet.servers);
            for (int step = 0; ; step++) {
                Thread.sleep(1000);
                int index = step % Math.min(all.size(), 40);
                double share = step / 40 % 5 / 4.0;
                manager.move(
                        moving,
                        all.get(index).id(),
                        share >= 1 ? ReplicaState.VERIFIED : ReplicaState.FILLING,
                        share);
            }
        }
    }

    /// Assets and alarms to look at.
    static final class Sample {
        private Sample() {}

        static void fill(FakeFleet fleet, Instant now) {
            List<ServerView> all = List.copyOf(fleet.servers);
            String[] paths = {
                "acme/movies/premiere.mp4",
                "acme/series/season-1/e01-the-long-way-home.mp4",
                "acme/series/season-1/e02-a-rather-long-title-that-nobody-will-remember.mp4",
                "globex/news/2026-11-20-evening.mp4",
                "globex/news/São Paulo à noite.mp4",
                "initech/default/trailer.mp4",
                "initech/default/keynote-4k.mkv"
            };
            for (int i = 0; i < paths.length; i++) {
                Instant at = now.minus(Duration.ofMinutes(7L * i * i + 3));
                AssetView asset =
                        fleet.addAsset(
                                paths[i],
                                67_108_864L * (1 + i * i * 9),
                                at,
                                i == 5
                                        ? List.of()
                                        : all.subList(0, Math.max(1, all.size() / (i + 1))));
                int assigned = fleet.distribution(asset).assigned();
                for (int s = 0; s < assigned; s++) {
                    boolean done = i > 1 || s < assigned * 2 / 3;
                    ReplicaState state =
                            i == 2 && s % 29 == 4
                                    ? ReplicaState.FAILED
                                    : done
                                            ? ReplicaState.VERIFIED
                                            : i == 1 ? ReplicaState.MISSING : ReplicaState.FILLING;
                    double share =
                            switch (state) {
                                case VERIFIED -> 1;
                                case FILLING -> (s % 10) / 10.0;
                                case FAILED -> 0.4;
                                case MISSING, REMOVING -> 0;
                            };
                    fleet.move(asset, all.get(s).id(), state, share, at.plusSeconds(40 + s % 60));
                }
            }
            String silent = all.size() > 41 ? all.get(41).name() : all.getFirst().name();
            fleet.raise(
                    AlarmSeverity.CRITICAL,
                    ObjectKind.SERVER,
                    silent,
                    "no heartbeat for 30 s",
                    now.minus(Duration.ofMinutes(5)));
            fleet.raise(
                    AlarmSeverity.WARNING,
                    ObjectKind.SERVER,
                    all.get(Math.min(5, all.size() - 1)).name(),
                    "disk 93 % full: least recently used assets are being evicted",
                    now.minus(Duration.ofHours(2)));
            fleet.raise(
                    AlarmSeverity.WARNING,
                    ObjectKind.ASSET,
                    "acme/series/season-1/e01-the-long-way-home.mp4",
                    "distribution late: a third of the replicas is still missing",
                    now.minus(Duration.ofMinutes(12)));
        }
    }
}
