package org.vdeli.manager.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.traffic.SampleStore;

/// Reads what agents report and hands it on. What cannot be read, is of an unknown kind, stands in
/// the wrong queue or speaks for another server is refused with the reason; the consumer lives on.
///
/// Who sent a report is told by its routing key: the broker lets an agent publish under its own
/// keys alone ([Topology#permissions]).
public final class ReportConsumers {
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);

    private final Codec codec;
    private final Confirmations confirmations;
    private final Losses losses;
    private final SampleStore samples;
    private final LiveFleet live;
    private final Changes all;
    private final Changes here;

    /// @param all told of what this manager alone learns and all have to know
    /// @param here told of what every manager hears by itself
    public ReportConsumers(
            Codec codec,
            Confirmations confirmations,
            Losses losses,
            SampleStore samples,
            LiveFleet live,
            Changes all,
            Changes here) {
        this.codec = codec;
        this.confirmations = confirmations;
        this.losses = losses;
        this.samples = samples;
        this.live = live;
        this.all = all;
        this.here = here;
    }

    /// Takes a batch of [Topology#CONFIRMATIONS]: what was done first, then what was lost since.
    public List<Handled> confirmations(List<Delivery> deliveries) {
        List<Report.Confirmation> reports = new ArrayList<>();
        List<Report.Lost> lost = new ArrayList<>();
        List<Optional<Handled>> refused = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            switch (read(delivery)) {
                case Read.Good(Report.Confirmation report) -> {
                    reports.add(report);
                    refused.add(Optional.empty());
                }
                case Read.Good(Report.Lost report) -> {
                    lost.add(report);
                    refused.add(Optional.of(Handled.ACK));
                }
                case Read.Good(Report report) ->
                        refused.add(Optional.of(wrongQueue(delivery, report)));
                case Read.Bad(String reason) ->
                        refused.add(Optional.of(new Handled.Reject(reason)));
            }
        }
        List<Confirmations.Taken> taken;
        try {
            taken = reports.isEmpty() ? List.of() : confirmations.take(reports);
            if (!lost.isEmpty()) {
                losses.take(lost);
            }
        } catch (DatabaseUnavailable e) {
            return refused.stream()
                    .map(answer ->
                            answer.filter(Handled.Reject.class::isInstance)
                                    .orElse(new Handled.RetryAfter(DATABASE_PAUSE)))
                    .toList();
        }
        for (Report.Confirmation report : reports) {
            all.fillEnded(report.asset(), report.server());
            if (report.reason() == Report.Reason.CHECKSUM_MISMATCH) {
                all.contentDoubted(report.asset());
            }
        }
        var next = taken.iterator();
        return refused.stream()
                .map(answer ->
                        answer.orElseGet(() ->
                                switch (next.next()) {
                                    case Confirmations.Taken.Done _ -> Handled.ACK;
                                    case Confirmations.Taken.Impossible no ->
                                            new Handled.Reject(no.reason());
                                }))
                .toList();
    }

    /// Takes a batch of [Topology#SAMPLES], for the database.
    public List<Handled> samples(List<Delivery> deliveries) {
        List<Report.Sample> reports = new ArrayList<>();
        List<Handled> answers = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            switch (read(delivery)) {
                case Read.Good(Report.Sample report) -> {
                    reports.add(report);
                    answers.add(Handled.ACK);
                }
                case Read.Good(Report report) -> answers.add(wrongQueue(delivery, report));
                case Read.Bad(String reason) -> answers.add(new Handled.Reject(reason));
            }
        }
        try {
            samples.store(reports);
            return List.copyOf(answers);
        } catch (DatabaseUnavailable e) {
            return answers.stream()
                    .map(answer ->
                            answer instanceof Handled.Ack
                                    ? new Handled.RetryAfter(DATABASE_PAUSE)
                                    : answer)
                    .toList();
        }
    }

    /// Takes a batch of [Topology#live]: heartbeats, progress and samples, in memory.
    public List<Handled> live(List<Delivery> deliveries) {
        List<Handled> answers = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            answers.add(
                    switch (read(delivery)) {
                        case Read.Good(Report.Heartbeat report) -> {
                            live.heard(report);
                            here.liveChanged(report.server());
                            yield Handled.ACK;
                        }
                        case Read.Good(Report.Progress report) -> {
                            live.progressed(report);
                            here.replicasChanged(report.asset(), List.of(report.server()));
                            here.distributionsChanged(List.of(report.asset()));
                            yield Handled.ACK;
                        }
                        case Read.Good(Report.Sample report) -> {
                            live.sampled(report);
                            here.liveChanged(report.server());
                            yield Handled.ACK;
                        }
                        case Read.Good(Report report) -> wrongQueue(delivery, report);
                        case Read.Bad(String reason) -> new Handled.Reject(reason);
                    });
        }
        return List.copyOf(answers);
    }

    private sealed interface Read {
        record Good(Report report) implements Read {}

        record Bad(String reason) implements Read {}
    }

    private Read read(Delivery delivery) {
        return switch (codec.decodeReport(delivery.body())) {
            case Decoded.Malformed<Report> malformed -> new Read.Bad(malformed.reason());
            case Decoded.Message<Report> message -> checked(delivery, message.envelope().body());
        };
    }

    private static Read checked(Delivery delivery, Report report) {
        return switch (report) {
            case Report.Confirmation c ->
                    checked(delivery, report, Topology.confirmation(c.server()), c.server());
            case Report.Lost l ->
                    checked(delivery, report, Topology.confirmation(l.server()), l.server());
            case Report.Heartbeat h ->
                    checked(delivery, report, Topology.heartbeat(h.server()), h.server());
            case Report.Sample s ->
                    checked(delivery, report, Topology.sample(s.server()), s.server());
            case Report.Progress p ->
                    checked(delivery, report, Topology.progress(p.server()), p.server());
            case Report.Unknown _ -> new Read.Bad("a report of an unknown kind");
        };
    }

    private static Read checked(Delivery delivery, Report report, String key, ServerId server) {
        return delivery.key().equals(key)
                ? new Read.Good(report)
                : new Read.Bad(
                        "it speaks for server "
                                + server
                                + " but was sent under the key "
                                + delivery.key());
    }

    private static Handled wrongQueue(Delivery delivery, Report report) {
        return new Handled.Reject(
                "a "
                        + report.getClass().getSimpleName()
                        + " does not belong into "
                        + delivery.queue());
    }
}
