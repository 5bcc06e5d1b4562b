package org.vdeli.ftp.ftpput;

import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.vdeli.contracts.value.ByteCount;

/// What was sent, skipped and not sent.
final class Tally {
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final Queue<String> kept = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    void sent(long size) {
        files.incrementAndGet();
        bytes.addAndGet(size);
    }

    void skipped() {
        skipped.incrementAndGet();
    }

    /// Skipped, because the server has other bytes under the name.
    void kept(String what) {
        skipped.incrementAndGet();
        kept.add(what);
    }

    void failed(String what) {
        failures.add(what);
    }

    Queue<String> kept() {
        return kept;
    }

    Queue<String> failures() {
        return failures;
    }

    long files() {
        return files.get();
    }

    long bytes() {
        return bytes.get();
    }

    /// One line, such as `sent 100 files, 1.6 MB in 2.00 s: 50.0 files/s, 0.8 MB/s; skipped 0, not
    /// sent 0`.
    ///
    /// @param seconds from the first login to the end
    String line(double seconds) {
        double time = Math.max(seconds, 0.001);
        return String.format(
                Locale.ROOT,
                "sent %d files, %s in %.2f s: %.1f files/s, %.1f MB/s; skipped %d, not sent %d",
                files.get(),
                ByteCount.of(bytes.get()),
                seconds,
                files.get() / time,
                bytes.get() / time / 1e6,
                skipped.get(),
                failures.size());
    }
}
