package org.vdeli.manager.traffic;

import java.util.List;
import org.vdeli.contracts.agent.Report;
import org.vdeli.manager.database.Transactions;

/// Stores samples as they come, a batch in one transaction. A sample that comes twice is stored
/// once.
public final class SampleStore {
    private final Transactions transactions;

    public SampleStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /// Stores a batch; nothing for an empty one.
    public void store(List<Report.Sample> reports) {
        if (reports.isEmpty()) {
            return;
        }
        List<Sample> samples = reports.stream().map(Sample::of).toList();
        transactions.change(stores -> stores.samples().addAll(samples));
    }
}
