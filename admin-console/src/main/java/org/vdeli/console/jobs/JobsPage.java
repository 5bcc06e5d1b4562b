package org.vdeli.console.jobs;

import java.util.List;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.Page;

/// One page of the queue.
///
/// @param page from 1
/// @param total jobs over all pages
public record JobsPage(List<JobView> jobs, int page, long total) {
    /// As many as are read at a glance and a little more.
    static final int SIZE = 100;

    static final JobsPage NONE = new JobsPage(List.of(), 1, 0);

    public JobsPage {
        jobs = List.copyOf(jobs);
    }

    static JobsPage of(Page<JobView> page) {
        return new JobsPage(page.items(), page.page(), page.total());
    }

    /// At least 1.
    public int pages() {
        return Math.max(1, Math.toIntExact(Math.ceilDiv(total, (long) SIZE)));
    }

    /// The number of the page's first job, from 1; 0 if there is none.
    public long first() {
        return jobs.isEmpty() ? 0 : (page - 1L) * SIZE + 1;
    }

    public long last() {
        return jobs.isEmpty() ? 0 : first() + jobs.size() - 1;
    }
}
