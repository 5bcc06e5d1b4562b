package org.vdeli.agent.work;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.amqp.Handler;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;

/// Takes jobs from the broker: decode, journal, acknowledge. Nothing is carried out here.
public final class JobInbox implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(JobInbox.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Codec codec;
    private final JobJournal journal;
    private final JobRunner runner;
    private final Runnable confirm;
    private final Runnable ping;
    private final Runnable sendInventory;
    private final InstantSource clock;

    /// Puts it together; nothing begins yet.
    ///
    /// @param confirm told when a confirmation is to be sent again
    /// @param ping sends a heartbeat at once
    /// @param sendInventory begins to send the inventory
    public JobInbox(
            Codec codec,
            JobJournal journal,
            JobRunner runner,
            Runnable confirm,
            Runnable ping,
            Runnable sendInventory,
            InstantSource clock) {
        this.codec = codec;
        this.journal = journal;
        this.runner = runner;
        this.confirm = confirm;
        this.ping = ping;
        this.sendInventory = sendInventory;
        this.clock = clock;
    }

    @Override
    public Handled handle(Delivery delivery) {
        return switch (codec.decodeJob(delivery.body())) {
            case Decoded.Malformed<Job> malformed -> {
                LOG.warn("refused a message that is no job: {}", malformed.reason());
                yield new Handled.Reject("no job: " + malformed.reason());
            }
            case Decoded.Message<Job> message -> take(message.envelope().body());
        };
    }

    private Handled take(Job job) {
        return switch (job) {
            case Job.Unknown _ -> {
                LOG.warn("refused a job of a kind that this agent does not know; update it");
                yield new Handled.Reject("this agent does not know such a kind of job");
            }
            case Job.Ping _ -> {
                ping.run();
                yield Handled.ACK;
            }
            case Job.SendInventory _ -> {
                sendInventory.run();
                yield Handled.ACK;
            }
            case Job.Cancel cancel -> {
                runner.cancel(cancel);
                yield Handled.ACK;
            }
            case Job.Fill _, Job.Purge _, Job.Verify _ -> journal(job);
        };
    }

    private Handled journal(Job job) {
        try {
            JobJournal.Arrival arrival = journal.take(job, clock.instant());
            LOG.debug("job={} arrived as {}", Jobs.idOf(job), arrival);
            switch (arrival) {
                case NEW, RENEWED, AGAIN -> runner.arrived(job);
                case DOUBLE -> {}
                case ENDED -> confirm.run();
            }
            return Handled.ACK;
        } catch (IOException e) {
            LOG.error("could not journal a job job={} cause={}", Jobs.idOf(job), e.toString());
            return new Handled.RetryAfter(LATER);
        }
    }
}
