package org.vdeli.console.jobs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.contracts.api.JobActionDraft;
import org.vdeli.contracts.api.JobActionView;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.wire.Codec;

/// The calls of the manager's REST interface about jobs.
///
/// @param link may be signed out: its refusals say so
public record ManagerJobs(ManagerLink link, Codec codec) implements JobsModel.Asking {
    @Override
    public Answer<Page<JobView>> page(int page, Optional<String> sort, Optional<JobQuery> where) {
        StringBuilder path =
                new StringBuilder("/api/v1/jobs?page=" + page + "&pageSize=" + JobsPage.SIZE);
        sort.ifPresent(key -> path.append("&sort=").append(encoded(key)));
        where.ifPresent(query -> path.append("&where=").append(encoded(codec.write(query))));
        return link.page(path.toString(), JobView.class);
    }

    @Override
    public Answer<JobActionView> act(JobActionDraft draft) {
        return link.post("/api/v1/jobs/actions", draft, JobActionView.class);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
