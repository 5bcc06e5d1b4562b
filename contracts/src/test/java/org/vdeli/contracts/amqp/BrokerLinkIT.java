package org.vdeli.contracts.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vdeli.contracts.amqp.TestBroker.bytes;
import static org.vdeli.contracts.amqp.TestBroker.text;

import com.rabbitmq.client.GetResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerLinkIT {
    private TestBroker broker;
    private BrokerLink link;
    private int number;
    private String queue;

    @BeforeAll
    void startTheBroker(@TempDir Path folder) {
        broker = new TestBroker(folder.resolve("mq"));
    }

    @AfterAll
    void stopTheBroker() {
        broker.close();
    }

    @BeforeEach
    void openALink() throws Exception {
        link = BrokerLink.open(broker.manager("test"));
        assertThat(link.awaitConnected(Duration.ofSeconds(20))).isTrue();
        queue = "test." + ++number;
        broker.declare(queue, Topology.REPORTS, queue);
    }

    @AfterEach
    void closeTheLink() {
        link.close();
    }

    private Outgoing outgoing(String text) {
        return new Outgoing(Topology.REPORTS, queue, bytes(text), true, true);
    }

    @Test
    void confirmsWhatItPublishes() throws Exception {
        assertThat(link.publish(Topology.REPORTS, queue, bytes("a"), true).get())
                .isEqualTo(new Published.Confirmed());
        assertThat(broker.take(queue))
                .map(GetResponse::getBody)
                .map(TestBroker::text)
                .contains("a");
    }

    @Test
    void tellsWhatNoQueueTakes() throws Exception {
        assertThat(
                        link.publish(
                                        new Outgoing(
                                                Topology.REPORTS,
                                                "nowhere",
                                                bytes("a"),
                                                true,
                                                true))
                                .get())
                .isEqualTo(new Published.Unroutable("NO_ROUTE"));
        assertThat(
                        link.publish(
                                        new Outgoing(
                                                Topology.REPORTS,
                                                "nowhere",
                                                bytes("a"),
                                                true,
                                                false))
                                .get())
                .isEqualTo(new Published.Confirmed());
    }

    @Test
    void failsVisiblyWithoutAnExchangeAndPublishesOn() throws Exception {
        assertThat(link.publish("no.such.exchange", "x", bytes("a"), true).get())
                .isInstanceOfSatisfying(
                        Published.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .contains("no exchange 'no.such.exchange'"));
        assertThat(link.publish(outgoing("b")).get().confirmed()).isTrue();
    }

    @Test
    void publishesThousandsASecondWithAConfirmForEach() throws Exception {
        List<Outgoing> messages = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            messages.add(outgoing("m" + i));
        }
        long begin = System.nanoTime();
        List<Published> outcomes = link.publishAll(messages);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(outcomes).hasSize(5000).allMatch(Published::confirmed);
        assertThat(took).isLessThan(Duration.ofSeconds(5));

        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicInteger largest = new AtomicInteger();
        link.consumeBatches(
                queue,
                500,
                Duration.ofMillis(50),
                batch -> {
                    largest.accumulateAndGet(batch.size(), Math::max);
                    seen.addAll(batch.stream().map(one -> text(one.body())).toList());
                    return batch.stream().map(one -> Handled.ACK).toList();
                });
        await().until(() -> seen.size() == 5000);
        assertThat(seen).startsWith("m0", "m1").endsWith("m4999").doesNotHaveDuplicates();
        assertThat(largest.get()).isEqualTo(500);
        await().until(() -> broker.waiting(queue) == 0);
    }

    @Test
    void putsARefusedMessageToTheDeadLettersWithTheReason() throws Exception {
        link.consume(
                queue,
                10,
                delivery ->
                        text(delivery.body()).equals("bad")
                                ? new Handled.Reject("it is bad")
                                : Handled.ACK);
        link.publish(outgoing("bad")).get();
        link.publish(outgoing("good")).get();
        GetResponse dead = dead();
        assertThat(text(dead.getBody())).isEqualTo("bad");
        assertThat(header(dead, Topology.REASON_HEADER)).isEqualTo("it is bad");
        assertThat(header(dead, Topology.QUEUE_HEADER)).isEqualTo(queue);
        assertThat(header(dead, Topology.KEY_HEADER)).isEqualTo(queue);
        assertThat(broker.waiting(queue)).isZero();
    }

    @Test
    void refusesAnOversizedMessageBeforeTheHandlerSeesIt() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        link.consume(
                queue,
                10,
                delivery -> {
                    handled.incrementAndGet();
                    return Handled.ACK;
                });
        link.publish(outgoing("x".repeat(10_000))).get();
        GetResponse dead = dead();
        assertThat(header(dead, Topology.REASON_HEADER))
                .isEqualTo("the body has 10000 bytes, 8192 are allowed");
        assertThat(dead.getBody()).hasSize(10_000);
        assertThat(handled).hasValue(0);
    }

    @Test
    void cannotPublishWhatTheBrokerItselfFindsTooLong() throws Exception {
        assertThat(link.publish(outgoing("x".repeat(20_000))).get())
                .isInstanceOf(Published.Failed.class);
        assertThat(broker.waiting(queue)).isZero();
    }

    @Test
    void handsAMessageOverAgainLaterAndLetsOthersPass() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean ready = new AtomicBoolean();
        link.consume(
                queue,
                10,
                delivery -> {
                    seen.add(text(delivery.body()));
                    return seen.getLast().equals("later") && !ready.get()
                            ? new Handled.RetryAfter(Duration.ofMillis(50))
                            : Handled.ACK;
                });
        link.publish(outgoing("later")).get();
        link.publish(outgoing("other")).get();
        await().until(() -> seen.contains("other") && seen.size() > 3);
        ready.set(true);
        await().until(() -> broker.waiting(queue) == 0 && seen.getLast().equals("later"));
        assertThat(seen).startsWith("later").containsOnlyOnce("other");
    }

    @Test
    void livesOnWhenAHandlerThrowsAndTriesThoseMessagesOneByOne() throws Exception {
        ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        link.publishAll(List.of(outgoing("a"), outgoing("b")));
        link.consumeBatches(
                queue,
                10,
                Duration.ofMillis(200),
                batch -> {
                    batches.add(batch.stream().map(one -> text(one.body())).toList());
                    if (broken.getAndSet(false)) {
                        throw new AssertionError("the database is away");
                    }
                    return batch.stream().map(one -> Handled.ACK).toList();
                });
        await().until(() -> batches.size() == 3);
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("a"), List.of("b"));
    }

    @Test
    void refusesAMessageOnWhichTheHandlerThrowsAgainAndAgain() throws Exception {
        AtomicInteger throwsOn = new AtomicInteger();
        List<String> done = new CopyOnWriteArrayList<>();
        link.publish(outgoing("bad")).get();
        link.publish(outgoing("good")).get();
        link.consume(
                queue,
                5,
                delivery -> {
                    if (text(delivery.body()).equals("bad")) {
                        throw new IllegalStateException("attempt " + throwsOn.incrementAndGet());
                    }
                    done.add(text(delivery.body()));
                    return Handled.ACK;
                });

        await().atMost(Duration.ofMinutes(3))
                .until(() ->
                        broker.take(Topology.DEAD_LETTERS)
                                .map(GetResponse::getProps)
                                .map(properties ->
                                        properties.getHeaders().get(Topology.REASON_HEADER))
                                .filter(reason ->
                                        reason.toString()
                                                .equals(
                                                        "could not be handled in 6 attempts:"
                                                                + " java.lang.IllegalStateException:"
                                                                + " attempt 6"))
                                .isPresent());
        assertThat(done).containsExactly("good");
    }

    @Test
    void waitsForAQueueThatIsNotThereYet() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        String late = queue + ".late";
        link.consume(
                late,
                1,
                delivery -> {
                    seen.add(text(delivery.body()));
                    return Handled.ACK;
                });
        broker.declare(late, Topology.REPORTS, late);
        link.publish(Topology.REPORTS, late, bytes("a"), true).get();
        await().until(() -> seen.equals(List.of("a")));
    }

    @Test
    void givesBackWhatItHasNotAcknowledgedWhenASubscriptionEnds() throws Exception {
        link.publishAll(List.of(outgoing("a"), outgoing("b")));
        AtomicInteger handled = new AtomicInteger();
        Subscription subscription =
                link.consume(
                        queue,
                        10,
                        delivery -> {
                            handled.incrementAndGet();
                            return new Handled.RetryAfter(Duration.ofMinutes(5));
                        });
        await().until(() -> handled.get() == 2);
        subscription.close();
        await().until(() -> broker.waiting(queue) == 2);
    }

    private GetResponse dead() throws Exception {
        await().until(() -> broker.waiting(Topology.DEAD_LETTERS) > 0);
        return broker.take(Topology.DEAD_LETTERS).orElseThrow();
    }

    private static String header(GetResponse response, String name) {
        Map<String, Object> headers = response.getProps().getHeaders();
        return String.valueOf(headers.get(name));
    }
}
