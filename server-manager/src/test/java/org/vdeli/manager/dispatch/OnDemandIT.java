package org.vdeli.manager.dispatch;

import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.database.Transactions;

/// Copies on demand on a real database.
class OnDemandIT extends OnDemandContract {
    OnDemandIT() {
        super(emptied());
    }

    private static Transactions emptied() {
        RealDatabase.clear();
        return RealDatabase.shared().transactions();
    }
}
