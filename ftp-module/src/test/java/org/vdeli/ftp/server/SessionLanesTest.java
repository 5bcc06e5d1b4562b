package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoEvent;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.Test;

class SessionLanesTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final SessionLanes lanes = new SessionLanes(threads::add);
    private final DummySession session = new DummySession();
    private final List<Object> carriedOut = new ArrayList<>();

    private final class Event extends IoEvent {
        private Event(IoEventType type, IoSession session, Object parameter) {
            super(type, session, parameter);
        }

        @Override
        public void fire() {
            carriedOut.add(getParameter());
        }
    }

    private void send(String line) {
        lanes.execute(new Event(IoEventType.MESSAGE_RECEIVED, session, line));
    }

    private void run() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void endsASessionThatSendsTooManyBytesAheadAndKeepsNoneOfThem() {
        String line = "USER " + "x".repeat(8000);
        for (int i = 0; i < SessionLanes.MOST_CHARACTERS / line.length(); i++) {
            send(line);
        }
        assertThat(session.isClosing()).isFalse();

        send(line);
        send(line);
        assertThat(session.isClosing()).isTrue();
        lanes.execute(new Event(IoEventType.SESSION_CLOSED, session, "closed"));
        run();
        assertThat(carriedOut).containsExactly("closed");
    }

    @Test
    void endsASessionThatSendsTooManyCommandsAhead() {
        for (int i = 0; i < SessionLanes.MOST_WAITING; i++) {
            send("NOOP");
        }
        assertThat(session.isClosing()).isFalse();
        send("NOOP");
        assertThat(session.isClosing()).isTrue();
    }

    @Test
    void takesAnyNumberOfCommandsOfAClientThatWaitsForItsAnswers() {
        for (int i = 0; i < 100; i++) {
            send("USER " + "x".repeat(8000));
            run();
        }
        assertThat(session.isClosing()).isFalse();
        assertThat(carriedOut).hasSize(100);
    }
}
