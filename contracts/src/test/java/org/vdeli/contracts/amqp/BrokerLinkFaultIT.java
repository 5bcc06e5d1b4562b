package org.vdeli.contracts.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vdeli.contracts.amqp.TestBroker.bytes;
import static org.vdeli.contracts.amqp.TestBroker.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.id.UploadId;

class BrokerLinkFaultIT {
    private static Outgoing upload(int number) {
        return new Outgoing(
                Topology.REPORTS,
                "upload." + new UploadId(number),
                bytes("m" + number),
                true,
                true);
    }

    @Test
    void goesOnAfterTheBrokerWasAwayAndTellsWhatWasNotConfirmed(@TempDir Path folder)
            throws Exception {
        try (TestBroker broker = new TestBroker(folder.resolve("mq"));
                BrokerLink link = BrokerLink.open(broker.manager("test"))) {
            assertThat(link.awaitConnected(Duration.ofSeconds(20))).isTrue();
            List<Boolean> states = new CopyOnWriteArrayList<>();
            link.onChange(state -> states.add(state.connected()));

            Set<String> stored = ConcurrentHashMap.newKeySet();
            List<String> handled = new CopyOnWriteArrayList<>();
            CountDownLatch down = new CountDownLatch(1);
            CountDownLatch inHandler = new CountDownLatch(1);
            link.consume(
                    Topology.UPLOADS,
                    10,
                    delivery -> {
                        handled.add(text(delivery.body()));
                        inHandler.countDown();
                        down.await();
                        stored.add(text(delivery.body()));
                        return Handled.ACK;
                    });
            assertThat(link.publish(upload(1)).get().confirmed()).isTrue();
            inHandler.await();
            assertThat(link.publish(upload(2)).get().confirmed()).isTrue();

            broker.stop();
            await().until(() -> !link.state().connected());
            assertThat(link.publish(upload(3)).get())
                    .isInstanceOfSatisfying(
                            Published.Failed.class,
                            failed ->
                                    assertThat(failed.cause())
                                            .startsWith("not connected to the broker: "));
            assertThat(link.publishAll(List.of(upload(3), upload(4))))
                    .noneMatch(Published::confirmed);
            down.countDown();

            broker.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> link.state().connected());
            assertThat(link.publishAll(List.of(upload(3), upload(4))))
                    .allMatch(Published::confirmed);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> stored.equals(Set.of("m1", "m2", "m3", "m4")));
            // its acknowledgement was lost with the connection, so it came a second time
            await().until(() -> handled.stream().filter("m1"::equals).count() == 2);
            await().until(() -> broker.waiting(Topology.UPLOADS) == 0);
            assertThat(states).containsExactly(false, true);
        }
    }

    @Test
    void connectsWhenTheBrokerComesLaterAndClosesInTimeWhileItIsAway(@TempDir Path folder)
            throws Exception {
        try (TestBroker broker = new TestBroker(folder.resolve("mq"))) {
            LinkSettings settings = broker.manager("early");
            broker.stop();
            BrokerLink link = BrokerLink.open(settings);
            List<String> seen = new CopyOnWriteArrayList<>();
            link.consume(
                    Topology.UPLOADS,
                    1,
                    delivery -> {
                        seen.add(text(delivery.body()));
                        return Handled.ACK;
                    });
            await().until(() -> link.state().detail().contains("refused"));
            broker.start();
            link.retryNow();
            assertThat(link.awaitConnected(Duration.ofSeconds(20))).isTrue();
            assertThat(link.publish(upload(1)).get().confirmed()).isTrue();
            await().until(() -> seen.equals(List.of("m1")));
            broker.stop();
            await().until(() -> !link.state().connected());
            long begin = System.nanoTime();
            link.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }
}
