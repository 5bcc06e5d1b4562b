package org.vdeli.router.decide;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.vdeli.router.map.FleetIndex;

/// How many viewers this router sent to each server of late: a count that loses a tenth every
/// second, so that it stands for about ten seconds. Any thread may count.
public final class LoadCounts {
    private static final int KEPT = 10;

    private final AtomicIntegerArray counts;

    public LoadCounts(int servers) {
        this.counts = new AtomicIntegerArray(servers);
    }

    /// Those of another fleet: who was there before keeps its count.
    public LoadCounts carriedTo(FleetIndex from, FleetIndex to) {
        LoadCounts carried = new LoadCounts(to.size());
        for (int i = 0; i < from.size(); i++) {
            int number = to.serverNumber(from.server(i).id());
            if (number >= 0) {
                carried.counts.set(number, counts.get(i));
            }
        }
        return carried;
    }

    public int of(int server) {
        return counts.get(server);
    }

    public void sentTo(int server) {
        counts.incrementAndGet(server);
    }

    /// Lets a tenth go, at least one; call it every second.
    public void fade() {
        for (int i = 0; i < counts.length(); i++) {
            if (counts.get(i) > 0) {
                counts.updateAndGet(i, count -> count - (count + KEPT - 1) / KEPT);
            }
        }
    }
}
