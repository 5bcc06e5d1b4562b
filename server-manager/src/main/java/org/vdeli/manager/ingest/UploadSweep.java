package org.vdeli.manager.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.database.Transactions;

/// Accepts uploads whose message got lost with the broker: those that wait for longer than a
/// message ever takes. One whose message still comes is accepted once all the same.
public final class UploadSweep {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PART = 50;
    private static final Logger log = LoggerFactory.getLogger(UploadSweep.class);

    private final Transactions transactions;
    private final UploadAcceptance acceptance;
    private final ManagerId self;
    private final InstantSource time;

    /// @param self this manager, which can accept what is on its own disk
    public UploadSweep(
            Transactions transactions,
            UploadAcceptance acceptance,
            ManagerId self,
            InstantSource time) {
        this.transactions = transactions;
        this.acceptance = acceptance;
        this.self = self;
        this.time = time;
    }

    /// One turn; call it every half minute or so. An upload that cannot be accepted now keeps none
    /// of the others waiting; the first such failure is thrown when all had their turn.
    public void turn() {
        List<Upload> waiting =
                transactions.read(stores ->
                        stores.uploads().waitingSince(self, time.instant().minus(LONG), PART));
        List<RuntimeException> failures = new ArrayList<>();
        for (Upload upload : waiting) {
            log.warn("event=upload-message-lost upload={}", upload.id());
            try {
                acceptance.accept(upload.id());
            } catch (DatabaseUnavailable e) {
                throw e;
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
