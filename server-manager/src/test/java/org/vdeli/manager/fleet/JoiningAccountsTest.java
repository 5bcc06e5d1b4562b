package org.vdeli.manager.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.ServerId;

class JoiningAccountsTest {
    private final List<List<Long>> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstCallEnds = new CountDownLatch(1);
    private final List<Thread> waiting = new CopyOnWriteArrayList<>();

    private static BrokerManagement.AgentAccount account(long server) {
        return new BrokerManagement.AgentAccount(
                new ServerId(server), "secret", Optional.empty(), Optional.empty());
    }

    private void call(Collection<BrokerManagement.AgentAccount> accounts) {
        calls.add(accounts.stream().map(account -> account.server().value()).toList());
        if (calls.size() == 1) {
            try {
                firstCallEnds.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Has servers 1 to a number join, 1 first, all others while its call is on the way.
    private List<Future<?>> join(JoiningAccounts accounts, ExecutorService threads, int servers) {
        List<Future<?>> joins = new ArrayList<>();
        joins.add(threads.submit(() -> accounts.make(account(1))));
        await().until(() -> calls.size() == 1);
        for (int server = 2; server <= servers; server++) {
            long id = server;
            joins.add(
                    threads.submit(() -> {
                        waiting.add(Thread.currentThread());
                        accounts.make(account(id));
                    }));
        }
        await().until(() ->
                waiting.size() == servers - 1
                        && waiting.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
        firstCallEnds.countDown();
        return joins;
    }

    @Test
    void makesThoseThatComeDuringACallInTheNextOne() throws Exception {
        JoiningAccounts accounts = new JoiningAccounts(this::call);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> join : join(accounts, threads, 450)) {
                join.get();
            }
        }
        assertThat(calls).extracting(List::size).containsExactly(1, 200, 200, 49);
        assertThat(calls.stream().flatMap(List::stream)).hasSize(450).doesNotHaveDuplicates();
    }

    @Test
    void failsForAllOfACallThatFailsAndForNoOther() {
        JoiningAccounts accounts =
                new JoiningAccounts(part -> {
                    call(part);
                    if (calls.size() == 2) {
                        throw new BrokerManagementException("accounts", "it is away");
                    }
                });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> joins = join(accounts, threads, 3);
            assertThat(joins.getFirst()).succeedsWithin(Duration.ofSeconds(5));
            for (Future<?> join : joins.subList(1, 3)) {
                assertThatThrownBy(join::get)
                        .hasCauseInstanceOf(BrokerManagementException.class)
                        .hasMessageContaining("it is away");
            }
        }
        accounts.make(account(4));
        assertThat(calls.getLast()).containsExactly(4L);
    }
}
