package org.vdeli.manager.asset;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.api.HealthApi;

/// Whether the origin store can take contents: its disk has more free than the reserve, and a small
/// file can be written to it. Looks at most every [#FRESH], because anybody may ask, and each look
/// writes.
public final class OriginHealth implements HealthApi.Probe {
    public static final Duration FRESH = Duration.ofSeconds(2);

    private final OriginStore store;
    private final DiskReserve reserve;
    private final InstantSource clock;
    private Instant looked = Instant.MIN;
    private HealthApi.State latest = new HealthApi.State(false, "not looked at yet");

    public OriginHealth(OriginStore store, DiskReserve reserve, InstantSource clock) {
        this.store = store;
        this.reserve = reserve;
        this.clock = clock;
    }

    @Override
    public synchronized HealthApi.State look() {
        Instant now = clock.instant();
        if (looked.isBefore(now.minus(FRESH)) || looked.isAfter(now)) {
            latest = lookNow();
            looked = now;
        }
        return latest;
    }

    private HealthApi.State lookNow() {
        String free = reserve.free() + " free, of which " + reserve.reserve() + " are kept free";
        if (!reserve.hasRoomFor(0)) {
            return new HealthApi.State(false, "the disk is full up to its reserve: " + free);
        }
        try {
            store.tryWriting();
            return new HealthApi.State(true, "takes files, " + free);
        } catch (IOException e) {
            return new HealthApi.State(false, "could not write to the disk (" + e + "), " + free);
        }
    }
}
