package org.vdeli.manager.events;

import java.time.Duration;

/// What an event is about, and how often consoles are told at most.
enum Topic {
    REGIONS(Duration.ofMillis(50)),
    CLUSTERS(Duration.ofMillis(50)),
    SERVERS(Duration.ofMillis(50)),
    LIVE(Duration.ofSeconds(1)),
    ASSETS(Duration.ofMillis(100)),
    DISTRIBUTIONS(Duration.ofMillis(500)),
    REPLICAS(Duration.ofMillis(500)),
    ALARMS(Duration.ofMillis(50)),
    REMOVED(Duration.ofMillis(50));

    private final Duration pace;

    Topic(Duration pace) {
        this.pace = pace;
    }

    /// The time from one event to the next, at least.
    Duration pace() {
        return pace;
    }
}
