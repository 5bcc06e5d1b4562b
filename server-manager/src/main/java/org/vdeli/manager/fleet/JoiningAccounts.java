package org.vdeli.manager.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the broker's accounts of agents that join at the same time, in one call for all of them.
///
/// The broker stands many accounts in one call well and many calls at once badly: their
/// transactions fight for the same tables, and each loser waits. So one call is on the way at a
/// time; who comes meanwhile waits, and the first of those makes the next call for all. A call that
/// fails, fails for all whose accounts it was for; each agent then comes again.
final class JoiningAccounts {
    /// One call takes some milliseconds for each account, and an agent waits 30 s for its answer.
    static final int PART = 200;

    private final Consumer<Collection<BrokerManagement.AgentAccount>> broker;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private static final class Waiting {
        private final BrokerManagement.AgentAccount account;
        private boolean done;
        private @Nullable RuntimeException failure;

        Waiting(BrokerManagement.AgentAccount account) {
            this.account = account;
        }
    }

    /// @param broker makes accounts; throws [BrokerManagementException] if it cannot
    JoiningAccounts(Consumer<Collection<BrokerManagement.AgentAccount>> broker) {
        this.broker = broker;
    }

    /// Makes an account; returns when it is there.
    ///
    /// @throws BrokerManagementException if it cannot be made now
    void make(BrokerManagement.AgentAccount account) {
        Waiting mine = new Waiting(account);
        synchronized (waiting) {
            waiting.add(mine);
        }
        turn.lock();
        try {
            while (!mine.done) {
                makeNext();
            }
        } finally {
            turn.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private void makeNext() {
        List<Waiting> part = new ArrayList<>();
        synchronized (waiting) {
            while (part.size() < PART && !waiting.isEmpty()) {
                part.add(waiting.remove());
            }
        }
        try {
            broker.accept(part.stream().map(one -> one.account).toList());
        } catch (RuntimeException e) {
            part.forEach(one -> one.failure = e);
        } finally {
            part.forEach(one -> one.done = true);
        }
    }
}
