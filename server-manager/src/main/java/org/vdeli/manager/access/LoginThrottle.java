package org.vdeli.manager.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Slows down guessing of passwords. Failures are counted for a name from one address, for an
/// address, and for a name from anywhere; beyond a number of them each further one doubles the time
/// that has to pass before the next try is looked at. The limit for a name from anywhere is the
/// highest and its wait the shortest, so that a stranger cannot lock somebody out for long.
///
/// Memory is bounded: at most [#MAX_KEYS] counters, forgotten 15 minutes after their last failure.
public final class LoginThrottle {
    static final int MAX_KEYS = 30_000;

    private static final Duration MEMORY = Duration.ofMinutes(15);

    private final Cache<String, Failures> failures =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(MEMORY).build();
    private final InstantSource clock;

    public LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant blockedUntil) {}

    private record Limit(String key, int free, Duration longest) {
        Failures after(Optional<Failures> before, Instant now) {
            int count = before.map(Failures::count).orElse(0) + 1;
            if (count < free) {
                return new Failures(count, now);
            }
            long seconds = 1L << Math.min(20, count - free);
            Duration wait = Duration.ofSeconds(Math.min(seconds, longest.toSeconds()));
            return new Failures(count, now.plus(wait));
        }
    }

    private static List<Limit> limits(String name, String client) {
        String who = name.length() <= 63 ? name.toLowerCase(Locale.ROOT) : "";
        return List.of(
                new Limit("both " + client + " " + who, 5, Duration.ofMinutes(5)),
                new Limit("client " + client, 30, Duration.ofMinutes(5)),
                new Limit("name " + who, 60, Duration.ofSeconds(10)));
    }

    /// How long this client has to wait before it may try this name (again); empty when not at all.
    public Optional<Duration> wait(String name, String client) {
        Instant now = clock.instant();
        return limits(name, client).stream()
                .map(limit -> failures.getIfPresent(limit.key()))
                .filter(known -> known != null && known.blockedUntil().isAfter(now))
                .map(known -> Duration.between(now, known.blockedUntil()))
                .max(Duration::compareTo);
    }

    /// Notes a failed try.
    public void failed(String name, String client) {
        Instant now = clock.instant();
        for (Limit limit : limits(name, client)) {
            failures.asMap()
                    .compute(
                            limit.key(),
                            (key, before) -> limit.after(Optional.ofNullable(before), now));
        }
    }

    /// Forgets the failures of this name from this client.
    public void succeeded(String name, String client) {
        failures.invalidate(limits(name, client).getFirst().key());
    }
}
