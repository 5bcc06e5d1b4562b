package org.vdeli.console.policies;

import java.util.List;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyPresets;
import org.vdeli.contracts.api.PolicyPreviewDraft;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.id.PolicyId;

/// The calls of the manager's REST interface about policies.
///
/// @param link may be signed out: its refusals say so
public record ManagerPolicies(ManagerLink link) implements PoliciesModel.Asking {
    private static final String PATH = "/api/v1/policies";

    @Override
    public Answer<List<PolicyView>> policies() {
        return link.list(PATH, PolicyView.class);
    }

    @Override
    public Answer<List<ProjectView>> projects() {
        return link.list("/api/v1/projects", ProjectView.class);
    }

    @Override
    public Answer<PolicyPresets> presets() {
        return link.get("/api/v1/policy-presets", PolicyPresets.class);
    }

    @Override
    public Answer<PolicyPreviewView> preview(PolicyPreviewDraft change) {
        return link.post(PATH + "/preview", change, PolicyPreviewView.class);
    }

    @Override
    public Answer<PolicyView> create(PolicyDraft draft) {
        return link.post(PATH, draft, PolicyView.class);
    }

    @Override
    public Answer<Done> change(PolicyId id, PolicyDraft draft) {
        return link.put(PATH + "/" + id, draft);
    }

    @Override
    public Answer<Done> delete(PolicyId id) {
        return link.delete(PATH + "/" + id);
    }

    @Override
    public Answer<List<AuditView>> history(PolicyId id) {
        return link.page("/api/v1/audit?kind=policy&pageSize=50&object=" + id, AuditView.class)
                .map(Page::items);
    }
}
