package org.vdeli.agent.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.vdeli.agent.work.ReportChannel;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.Published;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Envelope;

/// Sends reports of this server to the broker.
public final class Reports implements ReportChannel {
    private final ServerId server;
    private final BrokerLink link;
    private final Codec codec;
    private final InstantSource clock;

    public Reports(ServerId server, BrokerLink link, Codec codec, InstantSource clock) {
        this.server = server;
        this.link = link;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public void publish(Report report) throws IOException, InterruptedException {
        try {
            switch (send(report).get()) {
                case Published.Confirmed _ -> {}
                case Published.Unroutable unroutable -> throw new IOException(unroutable.cause());
                case Published.Failed failed -> throw new IOException(failed.cause());
            }
        } catch (ExecutionException e) {
            throw new IOException("the broker link broke: " + e.getCause(), e);
        }
    }

    /// Sends something that may be lost, and does not wait.
    public void tell(Report report) {
        var _ = send(report);
    }

    private CompletableFuture<Published> send(Report report) {
        // Only what is not said again must outlive a restart of the broker.
        return link.publish(
                Topology.REPORTS,
                keyOf(report),
                encode(report),
                report instanceof Report.Confirmation || report instanceof Report.Lost);
    }

    private String keyOf(Report report) {
        return switch (report) {
            case Report.Heartbeat _ -> Topology.heartbeat(server);
            case Report.Progress _ -> Topology.progress(server);
            case Report.Confirmation _, Report.Lost _ -> Topology.confirmation(server);
            case Report.Sample _ -> Topology.sample(server);
            case Report.Unknown _ -> throw new IllegalArgumentException("nothing to send");
        };
    }

    /// Long paths can make a sample too long for a message; it then names fewer of them.
    private byte[] encode(Report report) {
        Report.Sample sample = report instanceof Report.Sample s ? s : null;
        Report shortened = report;
        while (true) {
            try {
                return codec.encode(
                        new Envelope<>(Codec.VERSION, idOf(report), clock.instant(), shortened));
            } catch (IllegalArgumentException e) {
                if (sample == null || sample.topAssets().isEmpty()) {
                    throw e;
                }
                sample =
                        new Report.Sample(
                                sample.server(),
                                sample.from(),
                                sample.length(),
                                sample.sequence(),
                                sample.connections(),
                                sample.traffic(),
                                sample.machine(),
                                sample.topAssets().subList(0, sample.topAssets().size() - 1));
                shortened = sample;
            }
        }
    }

    /// The same report keeps its message id when it is sent again.
    private static UUID idOf(Report report) {
        String name =
                switch (report) {
                    case Report.Confirmation c ->
                            "confirmation." + c.job() + "." + c.attempt() + "." + c.at();
                    case Report.Lost l -> "lost." + l.server() + "." + l.asset() + "." + l.at();
                    case Report.Sample s -> "sample." + s.server() + "." + s.sequence();
                    case Report.Heartbeat _, Report.Progress _, Report.Unknown _ -> "";
                };
        return name.isEmpty()
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
