package org.vdeli.manager.dispatch;

import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.database.Transactions;

/// Expiry on a real database.
class ExpiryIT extends ExpiryContract {
    ExpiryIT() {
        super(emptied());
    }

    private static Transactions emptied() {
        RealDatabase.clear();
        return RealDatabase.shared().transactions();
    }
}
