package org.vdeli.agent.work;

import java.io.IOException;
import java.util.List;
import org.vdeli.contracts.agent.Report;

/// Reports that must not be lost and are kept until the broker has them.
public interface ReportSource {
    /// Those that the broker does not have yet, oldest first.
    List<Report> untold();

    /// The broker has this one.
    void told(Report report) throws IOException;
}
