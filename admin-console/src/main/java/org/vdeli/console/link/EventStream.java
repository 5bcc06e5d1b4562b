package org.vdeli.console.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// One connection to the manager's event stream, from its opening to its end.
final class EventStream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    private final HttpClient http;
    private final Codec codec;
    private final Duration silence;

    /// @param silence how long the manager may send nothing, not even a comment; it sends one every
    ///   10 s
    EventStream(HttpClient http, Codec codec, Duration silence) {
        this.http = http;
        this.codec = codec;
        this.silence = silence;
    }

    /// How a connection ended.
    sealed interface End {
        /// It broke, or never came about.
        record Broken(String cause) implements End {}

        /// The manager does not know the session any more.
        record Expired() implements End {}
    }

    /// Hears what arrives, on the thread that follows.
    interface Listener {
        /// Anything arrived, a comment included.
        void heard();

        void event(ConsoleEvent event);
    }

    /// Follows the stream until it ends; blocks. Interrupting the thread ends it.
    End follow(Session session, Listener listener) {
        HttpRequest request =
                HttpRequest.newBuilder(session.manager().at("/api/v1/events"))
                        .timeout(ManagerApi.CALL_DEADLINE)
                        .header("Authorization", "Bearer " + session.view().token())
                        .header("Accept", "text/event-stream")
                        .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return switch (response.statusCode()) {
                    case 200 -> read(body, listener);
                    case 401 -> new End.Expired();
                    default ->
                            new End.Broken(
                                    "the manager answers with HTTP status "
                                            + response.statusCode());
                };
            }
        } catch (IOException e) {
            return new End.Broken("could not reach " + session.manager().shortName() + wordsOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new End.Broken("ended here");
        }
    }

    private End read(InputStream body, Listener listener) {
        AtomicLong heardAt = new AtomicLong(System.nanoTime());
        AtomicBoolean silent = new AtomicBoolean();
        Thread watch =
                Thread.ofVirtual()
                        .name("console-silence")
                        .start(() -> {
                            if (untilSilent(heardAt)) {
                                silent.set(true);
                                closeQuietly(body);
                            }
                        });
        try {
            SseReader reader = new SseReader(body);
            for (Optional<SseReader.Frame> frame = reader.next();
                    frame.isPresent();
                    frame = reader.next()) {
                heardAt.set(System.nanoTime());
                listener.heard();
                if (frame.get() instanceof SseReader.Frame.Message message) {
                    decode(message, listener::event);
                }
            }
            return silent.get() ? broken() : new End.Broken("the manager closed the line");
        } catch (IOException e) {
            return silent.get() ? broken() : new End.Broken("the line broke" + wordsOf(e));
        } finally {
            watch.interrupt();
        }
    }

    private End broken() {
        return new End.Broken("nothing was heard for " + silence.toSeconds() + " s");
    }

    private boolean untilSilent(AtomicLong heardAt) {
        try {
            for (; ; ) {
                long left = silence.toNanos() - (System.nanoTime() - heardAt.get());
                if (left <= 0) {
                    return true;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// An event that this build cannot read is told to the log and passed over: one bad event must
    /// not take the whole picture away.
    private void decode(SseReader.Frame.Message message, Consumer<ConsoleEvent> events) {
        ConsoleEvent event;
        try {
            event = codec.read(message.data(), ConsoleEvent.class);
        } catch (MalformedBodyException e) {
            log.warn(
                    "event unreadable id={} type={} field={} reason={}",
                    message.id().orElse("-"),
                    message.type(),
                    e.field(),
                    e.reason());
            return;
        }
        events.accept(event);
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            log.debug("close failed", e);
        }
    }

    private static String wordsOf(IOException e) {
        return e.getMessage() == null ? "" : ": " + e.getMessage();
    }
}
