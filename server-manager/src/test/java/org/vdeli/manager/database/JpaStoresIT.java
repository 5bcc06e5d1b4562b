package org.vdeli.manager.database;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/// Every contract, kept by the stores in MariaDB.
class JpaStoresIT {

    @Nested
    class Access implements AccessContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Topology implements TopologyContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Assets implements AssetsContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Jobs implements JobsContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Records implements RecordsContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class PurgeOrders implements PurgesContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Origins implements OriginsContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Unknown implements UnknownContentsContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }

    @Nested
    class Routing implements RoutingContract {
        @BeforeEach
        void clear() {
            RealDatabase.clear();
        }

        @Override
        public Transactions transactions() {
            return RealDatabase.shared().transactions();
        }
    }
}
