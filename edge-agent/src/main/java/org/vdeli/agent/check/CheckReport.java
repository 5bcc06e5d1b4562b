package org.vdeli.agent.check;

import java.util.List;

/// All that a self-test found, as `agent check --json` prints it.
///
/// @param ok whether nothing failed
/// @param findings in the order in which they were tried
public record CheckReport(Boolean ok, List<Finding> findings) {
    public CheckReport {
        findings = List.copyOf(findings);
    }

    static CheckReport of(List<Finding> findings) {
        return new CheckReport(
                findings.stream().noneMatch(f -> f.state() == Finding.State.FAIL), findings);
    }
}
