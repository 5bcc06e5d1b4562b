package org.vdeli.agent.work;

import java.io.IOException;
import org.vdeli.contracts.agent.Report;

/// The way to the manager for what must not be lost.
@FunctionalInterface
public interface ReportChannel {
    /// Returns when the broker has taken the report over.
    ///
    /// @throws IOException if it has not (it is away, or refused): try again later
    void publish(Report report) throws IOException, InterruptedException;
}
