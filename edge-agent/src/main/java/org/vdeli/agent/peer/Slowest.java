package org.vdeli.agent.peer;

import java.time.Duration;

/// How slowly another agent may send before it is left for another source.
public final class Slowest {
    /// 64 kbit/s. Slower than any line that carries video, and far faster than a source that sends
    /// a byte now and then to hold a reader.
    private static final long BYTES_PER_SECOND = 8192;

    private static final Duration BEGINNING = Duration.ofSeconds(10);

    private Slowest() {}

    /// The longest time for so many bytes, from the request to the last of them.
    public static Duration limit(long bytes) {
        return BEGINNING.plusMillis(bytes * 1000 / BYTES_PER_SECOND);
    }
}
