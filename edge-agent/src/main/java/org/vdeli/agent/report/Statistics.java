package org.vdeli.agent.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.work.ReportChannel;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;

/// The samples of this server, from nginx's log to the broker.
public final class Statistics implements AutoCloseable {
    /// A day of samples of 10 s; 10 MB on disk.
    private static final int MOST_WAITING = 8640;

    private final KeyedLog log;
    private final SampleMaker maker;
    private final SampleSender sender;

    /// Told which paths viewers were given.
    @FunctionalInterface
    public interface Viewed {
        /// In an interval that ended at a moment, these paths, with the slash in front.
        void in(Collection<String> paths, Instant end);
    }

    /// Puts it together; nothing begins yet.
    ///
    /// @param file the spool's
    /// @param length of an interval, a whole number of seconds
    /// @param viewed told after each interval what viewers were given in it
    public Statistics(
            ServerId server,
            Nginx nginx,
            DiskSpace disk,
            Path file,
            Duration length,
            Codec codec,
            ReportChannel channel,
            Viewed viewed,
            InstantSource clock)
            throws IOException {
        this.log = KeyedLog.open(file, KeyedLog.Durability.PROCESS_END);
        SampleSpool spool = new SampleSpool(log, codec, MOST_WAITING);
        this.sender = new SampleSender(spool, channel);
        this.maker =
                new SampleMaker(
                        server,
                        nginx,
                        new MachineFigures(Path.of("/proc"), disk),
                        spool,
                        length,
                        clock,
                        sender::wake,
                        viewed);
    }

    public void start() {
        sender.start();
        maker.start();
    }

    @Override
    public void close() throws IOException {
        maker.close();
        sender.close();
        log.close();
    }
}
