package org.vdeli.console.frame;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.vdeli.console.frame.FrameStatus.Line;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.LinkState;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.console.link.Session;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.SessionView;

/// What the frame shows, and what its buttons do.
public final class FrameModel {
    private final ManagerLink link;
    private final Mirror mirror;
    private final Background background;
    private final InstantSource clock;
    private final Runnable signedOut;
    private final ReadOnlyObjectWrapper<FrameStatus> status;
    private final ReadOnlyObjectWrapper<Optional<Message>> signInError =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// @param signedOut runs on the screen's thread when the operator has left
    public FrameModel(
            ManagerLink link,
            Mirror mirror,
            Background background,
            InstantSource clock,
            Runnable signedOut) {
        this.link = link;
        this.mirror = mirror;
        this.background = background;
        this.clock = clock;
        this.signedOut = signedOut;
        this.status = new ReadOnlyObjectWrapper<>(read());
    }

    public ReadOnlyObjectProperty<FrameStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /// Why signing in again failed; empty while it has not.
    public ReadOnlyObjectProperty<Optional<Message>> signInErrorProperty() {
        return signInError.getReadOnlyProperty();
    }

    /// Reads the status afresh; on the ticker's thread.
    public void refresh() {
        FrameStatus now = read();
        background.screen().execute(() -> status.set(now));
    }

    public void retryNow() {
        link.retryNow();
    }

    /// Signs the same operator in again after the session expired.
    public void signInAgain(String password) {
        Optional<Session> session = link.session();
        if (session.isEmpty()) {
            return;
        }
        signInError.set(Optional.empty());
        background.ask(
                "console-sign-in",
                () -> link.signIn(session.get().manager(), session.get().operator(), password),
                answer -> {
                    if (answer instanceof Answer.Refused<SessionView> refused) {
                        signInError.set(Optional.of(refused.message()));
                    }
                });
    }

    /// Leaves at once; the manager, which may be slow to answer, is told behind the screen.
    public void signOut() {
        Optional<Session> old = link.leave();
        mirror.clear();
        signedOut.run();
        old.ifPresent(session -> background.run("console-sign-out", () -> link.end(session)));
    }

    private FrameStatus read() {
        Instant now = clock.instant();
        LinkState state = link.state();
        Optional<Session> session = link.session();
        Line line = Line.SIGNED_OUT;
        Instant since = now;
        String cause = "";
        long toAttempt = 0;
        switch (state) {
            case LinkState.SignedOut() -> {
                // as begun
            }
            case LinkState.Connecting connecting -> {
                line = Line.CONNECTING;
                since = connecting.since();
            }
            case LinkState.Live live -> {
                line = Line.LIVE;
                since = live.since();
            }
            case LinkState.Lost lost -> {
                line = Line.LOST;
                since = lost.since();
                cause = lost.cause();
                long millis = Duration.between(now, lost.nextAttempt()).toMillis();
                toAttempt = millis <= 0 ? 0 : (millis + 999) / 1000;
            }
            case LinkState.Expired expired -> {
                line = Line.EXPIRED;
                since = expired.since();
            }
        }
        String name = mirror.world().manager();
        String address = session.map(s -> s.manager().shortName()).orElse("");
        return new FrameStatus(
                line,
                name.isEmpty() ? address : name,
                since,
                Math.max(0, Duration.between(since, now).toSeconds()),
                cause,
                toAttempt,
                Math.max(0, Duration.between(link.heardAt(), now).toMillis() / 100),
                session.map(Session::operator).orElse(""),
                session.map(Session::role),
                mirror.world().openAlarms(),
                mirror.isComplete());
    }
}
