package org.vdeli.console.link;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.wire.Codec;

/// The console's line to a manager: one session, one event stream that is followed until sign-out.
///
/// Events come to one consumer on one thread at a time. [#state()] may be read from anywhere. All
/// calls but [#leave()] block.
public final class ManagerLink implements AutoCloseable {
    /// The manager sends a comment every 10 s: two may be missed.
    public static final Duration SILENCE = Duration.ofSeconds(25);

    private static final Logger log = LoggerFactory.getLogger(ManagerLink.class);

    private final HttpClient http;
    private final ManagerApi api;
    private final EventStream stream;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<ConsoleEvent> events;

    private final AtomicReference<@Nullable Following> following = new AtomicReference<>();
    private volatile LinkState state = new LinkState.SignedOut();
    private volatile Instant heardAt = Instant.EPOCH;

    public ManagerLink(
            Codec codec,
            InstantSource clock,
            RandomGenerator random,
            Duration silence,
            Consumer<ConsoleEvent> events) {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(ManagerApi.CONNECT_DEADLINE)
                        .build();
        this.api = new ManagerApi(http, codec);
        this.stream = new EventStream(http, codec, silence);
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /// Signs in and begins to follow the events. A session that was there before is let go.
    public Answer<SessionView> signIn(ManagerAddress manager, String name, String password) {
        Answer<SessionView> answer = api.login(manager, name, password);
        if (answer instanceof Answer.Ok<SessionView>(SessionView view)) {
            follow(new Session(manager, view));
        }
        return answer;
    }

    /// Ends the session here: when this returns, no event of it comes any more. What it was is then
    /// for [#end(Session)].
    public Optional<Session> leave() {
        Following old = replace(null, new LinkState.SignedOut());
        return Optional.ofNullable(old).map(following -> following.session);
    }

    /// Ends a session at the manager, if that can be reached.
    public void end(Session session) {
        api.logout(session);
    }

    public LinkState state() {
        return state;
    }

    public Optional<Session> session() {
        return Optional.ofNullable(following.get()).map(now -> now.session);
    }

    /// When the manager was last heard, a comment included; the epoch before the first time.
    public Instant heardAt() {
        return heardAt;
    }

    /// Does not wait for the pause after a loss to end.
    public void retryNow() {
        Following now = following.get();
        if (now != null) {
            now.wake.release();
        }
    }

    /// All items of a list such as `/api/v1/assets`.
    public <T> Answer<List<T>> list(String path, Class<T> itemType) {
        return withSession(session -> api.list(session, path, itemType));
    }

    /// One page of a list such as `/api/v1/jobs?page=2&pageSize=100`.
    public <T> Answer<Page<T>> page(String path, Class<T> itemType) {
        return withSession(session -> api.page(session, path, itemType));
    }

    /// Removes what a path such as `/api/v1/policies/ID` names.
    public Answer<Done> delete(String path) {
        return withSession(session -> api.delete(session, path));
    }

    public <T> Answer<T> get(String path, Class<T> type) {
        return withSession(session -> api.get(session, path, type));
    }

    public <T> Answer<T> post(String path, Object body, Class<T> type) {
        return withSession(session -> api.post(session, path, body, type));
    }

    /// As `post`, when the answer's body does not matter.
    public Answer<Done> tell(String path, Object body) {
        return withSession(session -> api.tell(session, path, body));
    }

    /// Replaces what a path such as `/api/v1/regions/ID` names.
    public Answer<Done> put(String path, Object body) {
        return withSession(session -> api.put(session, path, body));
    }

    /// Has the manager do what a path such as `/api/v1/jobs/ID/retry` names.
    public Answer<Done> order(String path) {
        return withSession(session -> api.order(session, path));
    }

    @Override
    public void close() {
        replace(null, new LinkState.SignedOut());
        http.shutdownNow();
    }

    private interface Call<T> {
        Answer<T> with(Session session);
    }

    private <T> Answer<T> withSession(Call<T> call) {
        Following now = following.get();
        if (now == null) {
            return new Answer.Refused<>(Refusal.SESSION_EXPIRED, "");
        }
        Answer<T> answer = call.with(now.session);
        if (answer instanceof Answer.Refused<T> refused
                && refused.reason() == Refusal.SESSION_EXPIRED) {
            now.expire();
        }
        return answer;
    }

    private void follow(Session session) {
        Following fresh = new Following(session);
        replace(fresh, new LinkState.Connecting(clock.instant()));
        fresh.thread.start();
    }

    private synchronized @Nullable Following replace(@Nullable Following fresh, LinkState next) {
        Following old = following.getAndSet(fresh);
        if (old != null) {
            old.stop();
        }
        state = next;
        return old;
    }

    private synchronized boolean moveTo(Following who, LinkState next) {
        if (following.get() != who) {
            return false;
        }
        state = next;
        return true;
    }

    /// One session's following. Only the current one may set the link's state.
    private final class Following implements EventStream.Listener {
        private final Session session;
        private final Semaphore wake = new Semaphore(0);
        private final Backoff backoff = new Backoff(random);
        private final Thread thread =
                Thread.ofVirtual().name("console-events").unstarted(this::run);

        private Following(Session session) {
            this.session = session;
        }

        private void run() {
            while (isCurrent()) {
                switch (follow()) {
                    case EventStream.End.Expired() -> expire();
                    case EventStream.End.Broken(String cause) -> pauseAfter(cause);
                }
                if (state instanceof LinkState.Expired) {
                    return;
                }
            }
        }

        /// A fault of the program is as good as a broken line: the next snapshot may mend it, and
        /// meanwhile nobody takes an old picture for a live one.
        private EventStream.End follow() {
            try {
                return stream.follow(session, this);
            } catch (RuntimeException e) {
                log.error("events failed manager={}", session.manager(), e);
                return new EventStream.End.Broken("the console failed at an event: " + e);
            }
        }

        private void pauseAfter(String cause) {
            if (!isCurrent()) {
                return;
            }
            Instant now = clock.instant();
            Duration pause = backoff.next();
            Instant since = state instanceof LinkState.Lost lost ? lost.since() : now;
            if (!(state instanceof LinkState.Lost)) {
                log.info("line lost manager={} cause={}", session.manager(), cause);
            }
            moveTo(this, new LinkState.Lost(since, cause, now.plus(pause)));
            wake.drainPermits();
            try {
                if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    backoff.reset();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void expire() {
            if (!(state instanceof LinkState.Expired)
                    && moveTo(this, new LinkState.Expired(clock.instant()))) {
                log.info("session expired manager={}", session.manager());
                thread.interrupt();
            }
        }

        private void stop() {
            thread.interrupt();
        }

        private boolean isCurrent() {
            return following.get() == this && !Thread.currentThread().isInterrupted();
        }

        /// Under the lock of [#replace]: an event never comes after the end of its session.
        private boolean deliver(ConsoleEvent event) {
            synchronized (ManagerLink.this) {
                if (isCurrent()) {
                    events.accept(event);
                    return true;
                }
                return false;
            }
        }

        @Override
        public void heard() {
            heardAt = clock.instant();
        }

        @Override
        public void event(ConsoleEvent event) {
            if (!deliver(event)) {
                return;
            }
            if (event instanceof ConsoleEvent.SnapshotEnded
                    && moveTo(this, new LinkState.Live(clock.instant()))) {
                backoff.reset();
                log.info("line live manager={}", session.manager());
            }
        }
    }
}
