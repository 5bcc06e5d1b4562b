package org.vdeli.ftp.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Ends data connections on which nothing moves.
final class TransferWatch implements AutoCloseable {
    private static final int LOOKS = 10;

    private final Map<DataLink, Seen> links = new ConcurrentHashMap<>();
    private final Duration pause;
    private final Thread thread;

    private record Seen(long moved, int times) {}

    /// @param limit how long a connection may stand still; ended at most a tenth later
    TransferWatch(Duration limit) {
        this.pause = limit.dividedBy(LOOKS);
        this.thread = Thread.ofVirtual().name("ftp-transfer-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(DataLink link) {
        links.put(link, new Seen(0, 0));
    }

    void remove(DataLink link) {
        links.remove(link);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause);
                links.forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(DataLink link, Seen seen) {
        long moved = link.moved();
        if (moved != seen.moved()) {
            links.replace(link, seen, new Seen(moved, 0));
        } else if (seen.times() >= LOOKS) {
            links.remove(link);
            link.timeOut();
        } else {
            links.replace(link, seen, new Seen(moved, seen.times() + 1));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
