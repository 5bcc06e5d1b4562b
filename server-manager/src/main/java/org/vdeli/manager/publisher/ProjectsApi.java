package org.vdeli.manager.publisher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.ProjectDraft;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.database.Stores;

/// `/api/v1/projects`. A project's name stands in the paths of its assets, so it can be changed
/// only while there is none.
public final class ProjectsApi {
    private static final String PATH = "/api/v1/projects";
    private static final String ONE = PATH + "/{project}";

    private static final Rules<ProjectDraft> RULES =
            Rules.of(ProjectDraft.class)
                    .that("name", String.class, TextRules::isName, TextRules.NAME);

    private static final Listing<Projects.Order> LISTING =
            Listing.by(Projects.Order.NAME)
                    .filter("publisher", "id of the publisher")
                    .filter("name", "part of the name, any case");

    private final Edits edits;

    public ProjectsApi(Edits edits) {
        this.edits = edits;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List projects")
                        .query(LISTING.parameters())
                        .pages(ProjectView.class, this::list),
                Route.post(PATH, Access.OPERATOR, "Create a project")
                        .takes(RULES)
                        .creates(ProjectView.class, this::create),
                Route.get(ONE, Access.VIEWER, "Show a project")
                        .answers(ProjectView.class, this::show),
                Route.put(ONE, Access.OPERATOR, "Rename a project that holds no asset")
                        .takes(RULES)
                        .answers(ProjectView.class, this::change),
                Route.delete(ONE, Access.OPERATOR, "Delete an empty project").ends(this::delete));
    }

    private static ProjectView view(Stores stores, Project project) {
        String publisher =
                stores.publishers().find(project.publisher()).map(Publisher::name).orElse("");
        return view(project, publisher);
    }

    private static ProjectView view(Project project, String publisher) {
        return new ProjectView(
                project.id(), project.publisher(), publisher, project.name(), project.createdAt());
    }

    private Page<ProjectView> list(Call call) {
        Projects.Filter filter =
                new Projects.Filter(call.query("publisher", PublisherId::of), call.query("name"));
        return LISTING.page(
                call,
                paging ->
                        edits.read(stores ->
                                Pages.mapAll(
                                        stores.projects().page(filter, paging),
                                        projects -> views(stores, projects))));
    }

    private static List<ProjectView> views(Stores stores, List<Project> projects) {
        Map<PublisherId, String> names =
                stores.publishers().all().stream()
                        .collect(Collectors.toMap(Publisher::id, Publisher::name));
        return projects.stream()
                .map(project -> view(project, names.getOrDefault(project.publisher(), "")))
                .toList();
    }

    private ProjectView show(Call call) {
        ProjectId id = call.id("project", ProjectId::of);
        return edits.find(
                "project",
                id,
                stores -> stores.projects().find(id).map(project -> view(stores, project)));
    }

    private ProjectView create(Call call, ProjectDraft draft) {
        return edits.create(
                call,
                ObjectKind.PROJECT,
                ProjectView::id,
                stores -> {
                    Edits.refer(
                            "publisher",
                            draft.publisher(),
                            stores.publishers().find(draft.publisher()));
                    requireFree(stores, draft, Optional.empty());
                    Project project =
                            new Project(
                                    new ProjectId(edits.ids().next()),
                                    draft.publisher(),
                                    draft.name(),
                                    edits.clock().instant());
                    stores.projects().add(project);
                    return view(stores, project);
                });
    }

    private ProjectView change(Call call, ProjectDraft draft) {
        ProjectId id = call.id("project", ProjectId::of);
        return edits.update(call, ObjectKind.PROJECT, id, stores -> change(stores, id, draft))
                .after();
    }

    private static Edits.Changed<ProjectView> change(
            Stores stores, ProjectId id, ProjectDraft draft) {
        Project before = Edits.require("project", id, stores.projects().lock(id));
        if (!before.publisher().equals(draft.publisher())) {
            throw ProblemException.invalid("publisher", "cannot be changed");
        }
        Project after = new Project(id, before.publisher(), draft.name(), before.createdAt());
        if (!after.equals(before)) {
            if (before.name().equals(Project.DEFAULT_NAME)) {
                throw ProblemException.conflict(
                        "could not rename project default: every publisher has one");
            }
            requireFree(stores, draft, Optional.of(id));
            requireNoAssets(stores, before, "rename");
            stores.projects().update(after);
        }
        return new Edits.Changed<>(view(stores, before), view(stores, after));
    }

    private void delete(Call call) {
        ProjectId id = call.id("project", ProjectId::of);
        edits.delete(
                call,
                ObjectKind.PROJECT,
                id,
                stores -> {
                    Project project = Edits.require("project", id, stores.projects().lock(id));
                    if (project.name().equals(Project.DEFAULT_NAME)) {
                        throw ProblemException.conflict(
                                "could not delete project default: every publisher has one");
                    }
                    requireUnused(stores, project);
                    ProjectView view = view(stores, project);
                    stores.projects().remove(id);
                    return view;
                });
    }

    /// Ends the call with status 409 if the project holds assets or has policies.
    static void requireUnused(Stores stores, Project project) {
        requireNoAssets(stores, project, "delete");
        Edits.requireNone(
                "project " + project.name(),
                stores.policies().ofProject(project.id()),
                policy -> "policy " + policy.id());
    }

    private static void requireNoAssets(Stores stores, Project project, String verb) {
        long assets =
                stores.assets()
                        .page(
                                new Assets.Filter(
                                        Optional.empty(),
                                        Optional.of(project.id()),
                                        Set.of(),
                                        Optional.empty()),
                                Paging.first(Assets.Order.PATH))
                        .total();
        if (assets > 0) {
            throw ProblemException.conflict(
                    "could not "
                            + verb
                            + " project "
                            + project.name()
                            + ": in the way are "
                            + assets
                            + " assets, deleted ones and old versions included");
        }
    }

    private static void requireFree(Stores stores, ProjectDraft draft, Optional<ProjectId> self) {
        Edits.requireFree(
                "project of this publisher",
                draft.name(),
                stores.projects().byName(draft.publisher(), draft.name()),
                other -> self.isPresent() && other.id().equals(self.get()));
    }
}
