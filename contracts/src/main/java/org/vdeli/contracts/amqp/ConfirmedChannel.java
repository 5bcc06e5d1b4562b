package org.vdeli.contracts.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The publishing channel of one connection, in confirm mode. Publishes are pipelined; each answers
/// when its confirm comes, or when the channel ends.
final class ConfirmedChannel {
    /// Bounds the memory that unconfirmed messages take: 10 000 x 4 KiB.
    private static final int MOST_UNCONFIRMED = 10_000;

    private static final long WAIT_FOR_ROOM_SECONDS = 10;

    private final Channel channel;
    private final String user;
    private final ReentrantLock order = new ReentrantLock();
    private final Semaphore room = new Semaphore(MOST_UNCONFIRMED);
    private final ConcurrentSkipListMap<Long, Waiting> unconfirmed = new ConcurrentSkipListMap<>();
    private volatile @Nullable String ended;
    private volatile @Nullable String blocked;

    private static final class Waiting {
        final CompletableFuture<Published> answer = new CompletableFuture<>();
        volatile @Nullable String returned;
    }

    /// @param user of the connection; each message names it, and the broker refuses a wrong name
    ConfirmedChannel(Connection connection, String user) throws IOException {
        this.user = user;
        Channel opened = connection.createChannel();
        if (opened == null) {
            throw new IOException("the broker grants no further channel");
        }
        this.channel = opened;
        channel.confirmSelect();
        channel.addConfirmListener(
                (number, multiple) -> settle(number, multiple, new Published.Confirmed()),
                (number, multiple) ->
                        settle(number, multiple, new Published.Failed("the broker refused it")));
        channel.addReturnListener(returned -> {
            Waiting waiting =
                    unconfirmed.get(Long.valueOf(returned.getProperties().getMessageId()));
            if (waiting != null) {
                waiting.returned = returned.getReplyText();
            }
        });
        channel.addShutdownListener(cause -> end(String.valueOf(cause.getMessage())));
        connection.addBlockedListener(reason -> blocked = reason, () -> blocked = null);
    }

    boolean isOpen() {
        return ended == null;
    }

    CompletableFuture<Published> publish(Outgoing message, Map<String, Object> headers) {
        String alarm = blocked;
        if (alarm != null) {
            return failed("the broker takes nothing now: " + alarm);
        }
        try {
            if (!room.tryAcquire(WAIT_FOR_ROOM_SECONDS, TimeUnit.SECONDS)) {
                return failed("too many messages wait for their confirm");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
        Waiting waiting = new Waiting();
        long number = -1;
        order.lock();
        try {
            String cause = ended;
            if (cause != null) {
                room.release();
                return failed(cause);
            }
            number = channel.getNextPublishSeqNo();
            unconfirmed.put(number, waiting);
            AMQP.BasicProperties.Builder properties =
                    new AMQP.BasicProperties.Builder()
                            .contentType("application/json")
                            .userId(user)
                            .deliveryMode(message.persistent() ? 2 : 1);
            if (message.mandatory()) {
                properties.messageId(Long.toString(number));
            }
            if (!headers.isEmpty()) {
                properties.headers(headers);
            }
            channel.basicPublish(
                    message.exchange(),
                    message.key(),
                    message.mandatory(),
                    properties.build(),
                    message.body());
        } catch (IOException | AlreadyClosedException e) {
            settle(number, false, new Published.Failed(String.valueOf(e.getMessage())));
        } finally {
            order.unlock();
        }
        if (ended != null) {
            end("connection lost"); // it ended between the check and the put
        }
        return waiting.answer;
    }

    private void settle(long number, boolean multiple, Published outcome) {
        if (!multiple) {
            answer(unconfirmed.remove(number), outcome);
            return;
        }
        for (Map.Entry<Long, Waiting> entry = unconfirmed.firstEntry();
                entry != null && entry.getKey() <= number;
                entry = unconfirmed.firstEntry()) {
            answer(unconfirmed.remove(entry.getKey()), outcome);
        }
    }

    private void answer(@Nullable Waiting waiting, Published outcome) {
        if (waiting == null) {
            return;
        }
        room.release();
        String returned = waiting.returned;
        waiting.answer.complete(
                returned != null && outcome.confirmed()
                        ? new Published.Unroutable(returned)
                        : outcome);
    }

    /// Ends this channel: everything unconfirmed fails, and so does everything from now on.
    void end(String cause) {
        if (ended == null) {
            ended = cause;
        }
        settle(Long.MAX_VALUE, true, new Published.Failed(cause));
    }

    private static CompletableFuture<Published> failed(String cause) {
        return CompletableFuture.completedFuture(new Published.Failed(cause));
    }
}
