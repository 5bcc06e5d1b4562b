/// The manager's truth: [Transactions] are the only door to it, [Stores] what stands behind the
/// door while one is open. Services hold [Transactions] and know nothing of Hibernate or MariaDB;
/// the real door is opened by `JpaTransactions`, the one of unit tests by `InMemoryTransactions`.
@NullMarked
package org.vdeli.manager.database;

import org.jspecify.annotations.NullMarked;
