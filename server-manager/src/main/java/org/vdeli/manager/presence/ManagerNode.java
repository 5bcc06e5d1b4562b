package org.vdeli.manager.presence;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.vdeli.contracts.id.ManagerId;

/// One of the managers on this database.
///
/// @param number of its ids, 0 to 1023; no two that live have the same
/// @param name for people
/// @param url how agents and other managers reach its HTTP, without a slash at the end
/// @param lastSeen when it last said that it lives
public record ManagerNode(
        ManagerId id, int number, String name, URI url, Instant startedAt, Instant lastSeen) {
    /// How long one is believed to live after it said so: five times as long as it takes to say so
    /// again, so that a pause of the database or of the manager is no death.
    public static final Duration LIVES = Duration.ofSeconds(15);

    /// Whether it lives, as far as is known.
    public boolean lives(Instant now) {
        return lastSeen.plus(LIVES).isAfter(now);
    }
}
