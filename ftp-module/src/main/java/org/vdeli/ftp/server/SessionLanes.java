package org.vdeli.ftp.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoEvent;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/// Runs what happens in a session one after the other, and sessions side by side.
///
/// A session has a thread only while it has something to do; an idle one costs a short queue.
///
/// What waits is bounded, as anybody may connect: a client that sends more than [#MOST_WAITING]
/// commands or [#MOST_CHARACTERS] ahead of its answers is no client of ours, and its session ends.
/// It is not held up instead, because ABOR and the end of the connection must be seen while a
/// transfer runs.
final class SessionLanes implements Executor {
    static final int MOST_WAITING = 1000;

    /// A name is at most 4 KiB: a dozen commands with the longest names.
    static final int MOST_CHARACTERS = 64 * 1024;

    private static final AttributeKey LANE = new AttributeKey(SessionLanes.class, "lane");

    private final Executor threads;

    SessionLanes(Executor threads) {
        this.threads = threads;
    }

    private static final class Lane {
        private final Deque<IoEvent> waiting = new ArrayDeque<>();
        private int characters;
        private boolean busy;
        private boolean overrun;

        /// Takes an event in; says whether it was the one too many.
        private boolean add(IoEvent event) {
            if (!isCommand(event)) {
                waiting.add(event);
                return false;
            }
            if (overrun) {
                return false;
            }
            waiting.add(event);
            characters += length(event);
            overrun = waiting.size() > MOST_WAITING || characters > MOST_CHARACTERS;
            if (overrun) {
                waiting.removeIf(Lane::isCommand);
                characters = 0;
            }
            return overrun;
        }

        private @Nullable IoEvent poll() {
            IoEvent event = waiting.poll();
            if (event != null && isCommand(event)) {
                characters -= length(event);
            }
            return event;
        }

        private static boolean isCommand(IoEvent event) {
            return event.getType() == IoEventType.MESSAGE_RECEIVED;
        }

        private static int length(IoEvent event) {
            return event.getParameter() instanceof String line ? line.length() : 0;
        }
    }

    /// Whether a session's command runs now.
    static boolean isBusy(IoSession session) {
        Lane lane = lane(session);
        synchronized (lane) {
            return lane.busy;
        }
    }

    @Override
    public void execute(Runnable task) {
        if (!(task instanceof IoEvent event)) {
            threads.execute(task);
            return;
        }
        Lane lane = lane(event.getSession());
        boolean overrun;
        boolean idle;
        synchronized (lane) {
            overrun = lane.add(event);
            idle = !lane.busy;
            lane.busy = true;
        }
        if (overrun) {
            event.getSession().closeNow();
        }
        if (idle) {
            threads.execute(() -> drain(lane));
        }
    }

    private static Lane lane(IoSession session) {
        Object lane = session.getAttribute(LANE);
        if (lane == null) {
            session.setAttributeIfAbsent(LANE, new Lane());
            lane = session.getAttribute(LANE);
        }
        return (Lane) lane;
    }

    private static void drain(Lane lane) {
        while (true) {
            IoEvent task;
            synchronized (lane) {
                task = lane.poll();
                if (task == null) {
                    lane.busy = false;
                    return;
                }
            }
            task.run();
        }
    }
}
