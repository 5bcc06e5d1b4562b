package org.vdeli.manager.database;

import org.junit.jupiter.api.Nested;

/// Every contract, kept by the stores in memory.
class InMemoryStoresTest {

    @Nested
    class Access implements AccessContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Topology implements TopologyContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Assets implements AssetsContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Jobs implements JobsContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Records implements RecordsContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class PurgeOrders implements PurgesContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Origins implements OriginsContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Unknown implements UnknownContentsContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }

    @Nested
    class Routing implements RoutingContract {
        private final Transactions transactions = new InMemoryTransactions();

        @Override
        public Transactions transactions() {
            return transactions;
        }
    }
}
