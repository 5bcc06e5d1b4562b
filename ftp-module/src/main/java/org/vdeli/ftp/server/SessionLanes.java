package org.vdeli.ftp.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoEvent;
import org.apache.mina.core.session.IoSession;

/// Runs what happens in a session one after the other, and sessions side by side.
///
/// A session has a thread only while it has something to do; an idle one costs a short queue.
final class SessionLanes implements Executor {
    /// A client that sends this many commands ahead of its answers is no client of ours.
    private static final int MOST_WAITING = 1000;

    private static final AttributeKey LANE = new AttributeKey(SessionLanes.class, "lane");

    private final Executor threads;

    SessionLanes(Executor threads) {
        this.threads = threads;
    }

    private static final class Lane {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean busy;
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
        synchronized (lane) {
            if (lane.waiting.size() >= MOST_WAITING) {
                event.getSession().closeNow();
            }
            lane.waiting.add(task);
            if (lane.busy) {
                return;
            }
            lane.busy = true;
        }
        threads.execute(() -> drain(lane));
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
            Runnable task;
            synchronized (lane) {
                task = lane.waiting.poll();
                if (task == null) {
                    lane.busy = false;
                    return;
                }
            }
            task.run();
        }
    }
}
