package org.vdeli.agent.miss;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.value.AssetPath;

/// Asks the manager what a path that is not here is, and takes its order. Any thread may ask.
///
/// ## Goals
///
/// * One question for all who ask for a path at a time.
/// * Paths that nobody has cost the manager next to nothing, however often they are asked for.
/// * While no manager answers, what was known keeps working.
///
/// ## Constraints
///
/// * At most [#QUESTIONS] questions are under way, and a bounded number of answers is remembered:
///   viewers choose the paths.
///
/// ## Method
///
/// That there is no such file is believed for [#FRESH], and for as long as it is remembered while
/// no manager answers. An order is asked for anew each time; while no manager answers, the last one
/// of the path, if there was one within an hour, is carried out once more as its next attempt,
/// which the manager learns of by the inventory. After a question that nobody answered, others are
/// not asked for [#AWAY].
public final class Misses {
    /// A question is some milliseconds of the manager's; so many are more than an edge needs.
    private static final int QUESTIONS = 16;

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration ORDERS_REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 20_000;
    private static final int MOST_ORDERS = 2000;
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(12);
    private static final Logger LOG = LoggerFactory.getLogger(Misses.class);

    private final Asking manager;
    private final Taking jobs;
    private final InstantSource clock;
    private final Semaphore questions = new Semaphore(QUESTIONS);
    private final Map<AssetPath, CompletableFuture<Answer>> asking = new ConcurrentHashMap<>();
    private final Cache<AssetPath, Instant> unknown =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();
    private final Cache<AssetPath, Job.Fill> orders =
            Caffeine.newBuilder()
                    .maximumSize(MOST_ORDERS)
                    .expireAfterWrite(ORDERS_REMEMBERED)
                    .build();
    private volatile @Nullable Instant awaySince;

    /// Asks a manager.
    @FunctionalInterface
    public interface Asking {
        ManagerLink.Miss ask(AssetPath path)
                throws IOException, ManagerLink.RefusedException, InterruptedException;
    }

    /// Takes an order as if the broker had brought it.
    @FunctionalInterface
    public interface Taking {
        void take(Job.Fill order) throws IOException;
    }

    /// What is known of a path.
    sealed interface Answer {
        /// It is being filled, or will be at once.
        record Ordered(Job.Fill order) implements Answer {}

        /// There is no such file.
        record Unknown() implements Answer {}

        /// It is larger than all the room here.
        record NoRoom() implements Answer {}

        /// Nobody knows at the moment, or not here at the moment.
        record NotNow() implements Answer {}
    }

    public Misses(Asking manager, Taking jobs, InstantSource clock) {
        this.manager = manager;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// What a path is that is neither here nor on its way.
    Answer ask(AssetPath path) throws InterruptedException {
        Instant since = unknown.getIfPresent(path);
        if (since != null && since.plus(FRESH).isAfter(clock.instant())) {
            return new Answer.Unknown();
        }
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> others = asking.putIfAbsent(path, mine);
        if (others != null) {
            return of(others);
        }
        Answer answer = new Answer.NotNow();
        try {
            answer = answer(path);
        } finally {
            asking.remove(path, mine);
            mine.complete(answer);
        }
        return answer;
    }

    private static Answer of(CompletableFuture<Answer> others) throws InterruptedException {
        try {
            return others.get(ANSWERED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException _) {
            return new Answer.NotNow();
        }
    }

    /// How many wait for the answer to a question that somebody else asked.
    int waiting(AssetPath path) {
        return Optional.ofNullable(asking.get(path))
                .map(CompletableFuture::getNumberOfDependents)
                .orElse(0);
    }

    /// What was known of a path counts no longer: it was purged.
    public void forget(AssetPath path) {
        orders.invalidate(path);
        unknown.invalidate(path);
    }

    private Answer answer(AssetPath path) throws InterruptedException {
        Instant since = awaySince;
        if (since != null && since.plus(AWAY).isAfter(clock.instant())) {
            return known(path);
        }
        if (!questions.tryAcquire(AWAY.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Answer.NotNow();
        }
        try {
            ManagerLink.Miss said = manager.ask(path);
            awaySince = null;
            return switch (said) {
                case ManagerLink.Miss.Ordered(Job.Fill order) -> {
                    unknown.invalidate(path);
                    orders.put(path, order);
                    yield taken(order);
                }
                case ManagerLink.Miss.Unknown _ -> {
                    orders.invalidate(path);
                    unknown.put(path, clock.instant());
                    yield new Answer.Unknown();
                }
                case ManagerLink.Miss.NoRoom(String detail) -> {
                    LOG.warn("a viewer asked for what has no room here: {}", detail);
                    yield new Answer.NoRoom();
                }
                case ManagerLink.Miss.NotHere(String detail) -> {
                    LOG.info("does not fill what a viewer asked for path={}: {}", path, detail);
                    yield new Answer.NotNow();
                }
            };
        } catch (IOException | ManagerLink.RefusedException e) {
            LOG.debug("asked no manager about path={} cause={}", path, e.getMessage());
            awaySince = clock.instant();
            return known(path);
        } finally {
            questions.release();
        }
    }

    /// What can be said without a manager.
    private Answer known(AssetPath path) {
        if (unknown.getIfPresent(path) != null) {
            return new Answer.Unknown();
        }
        return Optional.ofNullable(orders.getIfPresent(path))
                .map(order -> {
                    Job.Fill again = nextAttempt(order);
                    orders.put(path, again);
                    return taken(again);
                })
                .orElseGet(Answer.NotNow::new);
    }

    private static Job.Fill nextAttempt(Job.Fill order) {
        return new Job.Fill(
                order.job(),
                order.attempt() + 1,
                order.asset(),
                order.path(),
                order.version(),
                order.size(),
                order.checksum(),
                order.pieceSize(),
                order.sources(),
                order.token(),
                order.limits(),
                order.pinned(),
                order.window(),
                order.priority());
    }

    private Answer taken(Job.Fill order) {
        try {
            jobs.take(order);
            return new Answer.Ordered(order);
        } catch (IOException e) {
            LOG.error(
                    "could not journal a job job={} path={} cause={}",
                    order.job(),
                    order.path(),
                    e.toString());
            return new Answer.NotNow();
        }
    }
}
