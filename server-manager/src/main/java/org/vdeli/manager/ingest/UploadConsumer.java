package org.vdeli.manager.ingest;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.amqp.Delivery;
import org.vdeli.contracts.amqp.Handled;
import org.vdeli.contracts.ingest.UploadReceived;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;
import org.vdeli.manager.database.DatabaseUnavailable;

/// Takes the messages of this manager's queue of uploads, and of `manager.uploads`, where older
/// managers put them: each is one upload to be accepted.
public final class UploadConsumer {
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);
    private static final Duration DISK_PAUSE = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(UploadConsumer.class);

    private final Codec codec;
    private final UploadAcceptance acceptance;

    public UploadConsumer(Codec codec, UploadAcceptance acceptance) {
        this.codec = codec;
        this.acceptance = acceptance;
    }

    /// Takes one message.
    public Handled take(Delivery delivery) {
        return switch (codec.decode(delivery.body(), UploadReceived.class)) {
            case Decoded.Malformed<UploadReceived> malformed ->
                    new Handled.Reject(malformed.reason());
            case Decoded.Message<UploadReceived> message -> accept(message.envelope().body());
        };
    }

    private Handled accept(UploadReceived received) {
        try {
            return switch (acceptance.accept(received.upload())) {
                case UploadAcceptance.Outcome.Accepted _,
                        UploadAcceptance.Outcome.Rejected _,
                        UploadAcceptance.Outcome.Elsewhere _ ->
                        Handled.ACK;
                case UploadAcceptance.Outcome.Unknown _ ->
                        new Handled.Reject("there is no upload " + received.upload());
            };
        } catch (DatabaseUnavailable e) {
            return new Handled.RetryAfter(DATABASE_PAUSE);
        } catch (UncheckedIOException e) {
            log.error("event=upload-not-stored upload={}", received.upload(), e);
            return new Handled.RetryAfter(DISK_PAUSE);
        }
    }
}
