package org.vdeli.manager.dispatch;

import org.vdeli.manager.database.InMemoryTransactions;

class OnDemandTest extends OnDemandContract {
    OnDemandTest() {
        super(new InMemoryTransactions());
    }
}
