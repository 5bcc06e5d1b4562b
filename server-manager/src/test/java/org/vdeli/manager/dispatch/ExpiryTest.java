package org.vdeli.manager.dispatch;

import org.vdeli.manager.database.InMemoryTransactions;

class ExpiryTest extends ExpiryContract {
    ExpiryTest() {
        super(new InMemoryTransactions());
    }
}
