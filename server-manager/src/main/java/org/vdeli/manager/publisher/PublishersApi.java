package org.vdeli.manager.publisher;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.ingest.FtpAccount.Permission;
import org.vdeli.manager.access.Passwords;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.manager.api.TextRules;
import org.vdeli.manager.database.Paging;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.ingest.Uploads;

/// `/api/v1/publishers`. The name stands in every path of the publisher's assets, so it cannot be
/// changed.
public final class PublishersApi {
    private static final String PATH = "/api/v1/publishers";
    private static final String ONE = PATH + "/{publisher}";

    private static final Rules<PublisherDraft> RULES =
            Rules.of(PublisherDraft.class)
                    .that("name", String.class, TextRules::isName, TextRules.NAME)
                    .that("password", String.class, Passwords::isAcceptable, Passwords.ACCEPTABLE)
                    .that("welcome", String.class, TextRules::isWords, TextRules.WORDS)
                    .that("farewell", String.class, TextRules::isWords, TextRules.WORDS)
                    .that("home", String.class, FtpHome::isValid, FtpHome.RULE);

    private static final Listing<Publishers.Order> LISTING =
            Listing.by(Publishers.Order.NAME).filter("name", "part of the name, any case");

    private final Edits edits;
    private final Passwords passwords;
    private final PublisherAccounts accounts;

    public PublishersApi(Edits edits, Passwords passwords, PublisherAccounts accounts) {
        this.edits = edits;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List publishers")
                        .query(LISTING.parameters())
                        .pages(PublisherView.class, this::list),
                Route.post(PATH, Access.ADMIN, "Create a publisher with a project default")
                        .takes(RULES)
                        .creates(PublisherView.class, this::create),
                Route.get(ONE, Access.VIEWER, "Show a publisher")
                        .answers(PublisherView.class, this::show),
                Route.put(ONE, Access.ADMIN, "Change a publisher")
                        .takes(RULES)
                        .answers(PublisherView.class, this::change),
                Route.delete(ONE, Access.ADMIN, "Delete a publisher that never uploaded anything")
                        .ends(this::delete));
    }

    static PublisherView view(Publisher publisher) {
        return new PublisherView(
                publisher.id(),
                publisher.name(),
                publisher.disabled(),
                publisher.permissions(),
                publisher.welcome(),
                publisher.farewell(),
                publisher.home(),
                publisher.createdAt());
    }

    private Page<PublisherView> list(Call call) {
        Publishers.Filter filter = new Publishers.Filter(call.query("name"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.publishers().page(filter, paging)),
                                PublishersApi::view));
    }

    private PublisherView show(Call call) {
        PublisherId id = call.id("publisher", PublisherId::of);
        return edits.find(
                "publisher", id, stores -> stores.publishers().find(id).map(PublishersApi::view));
    }

    private PublisherView create(Call call, PublisherDraft draft) {
        String password =
                draft.password()
                        .orElseThrow(() ->
                                ProblemException.invalid(
                                        "password", "must be given for a new publisher"));
        String hash = passwords.hash(password);
        return edits.create(
                call,
                ObjectKind.PUBLISHER,
                PublisherView::id,
                stores -> {
                    requireFree(stores, draft.name());
                    Publisher publisher =
                            new Publisher(
                                    new PublisherId(edits.ids().next()),
                                    draft.name(),
                                    hash,
                                    permissions(draft, EnumSet.allOf(Permission.class)),
                                    draft.welcome(),
                                    draft.farewell(),
                                    draft.home(),
                                    draft.disabled(),
                                    edits.clock().instant());
                    stores.publishers().add(publisher);
                    stores.projects()
                            .add(
                                    new Project(
                                            new ProjectId(edits.ids().next()),
                                            publisher.id(),
                                            Project.DEFAULT_NAME,
                                            publisher.createdAt()));
                    return view(publisher);
                });
    }

    private PublisherView change(Call call, PublisherDraft draft) {
        PublisherId id = call.id("publisher", PublisherId::of);
        Optional<String> newHash = draft.password().map(passwords::hash);
        PublisherView changed =
                edits.update(
                                call,
                                ObjectKind.PUBLISHER,
                                id,
                                stores -> change(stores, id, draft, newHash))
                        .after();
        accounts.forget();
        return changed;
    }

    private static Edits.Changed<PublisherView> change(
            Stores stores, PublisherId id, PublisherDraft draft, Optional<String> newHash) {
        Publisher before = Edits.require("publisher", id, stores.publishers().find(id));
        if (!before.name().equals(draft.name())) {
            throw ProblemException.invalid(
                    "name", "cannot be changed: it stands in the paths of all assets");
        }
        Publisher after =
                new Publisher(
                        id,
                        before.name(),
                        newHash.orElse(before.passwordHash()),
                        permissions(draft, before.permissions()),
                        draft.welcome(),
                        draft.farewell(),
                        draft.home(),
                        draft.disabled(),
                        before.createdAt());
        stores.publishers().update(after);
        return new Edits.Changed<>(view(before), view(after));
    }

    private void delete(Call call) {
        PublisherId id = call.id("publisher", PublisherId::of);
        edits.delete(call, ObjectKind.PUBLISHER, id, stores -> delete(stores, id));
        accounts.forget();
    }

    private static PublisherView delete(Stores stores, PublisherId id) {
        Publisher publisher = Edits.require("publisher", id, stores.publishers().find(id));
        String what = "publisher " + publisher.name();
        Edits.requireNone(
                what,
                stores.uploads()
                        .page(
                                new Uploads.Filter(Optional.of(id), Set.of(), Optional.empty()),
                                Paging.first(Uploads.Order.RECEIVED_AT))
                        .items(),
                upload -> "upload " + upload.path());
        List<Project> projects = stores.projects().ofPublisher(id);
        for (Project project : projects) {
            ProjectsApi.requireUnused(stores, project);
        }
        projects.forEach(project -> stores.projects().remove(project.id()));
        stores.publishers().remove(id);
        return view(publisher);
    }

    private static Set<Permission> permissions(PublisherDraft draft, Set<Permission> otherwise) {
        return draft.permissions().orElse(otherwise);
    }

    private static void requireFree(Stores stores, String name) {
        Edits.requireFree("publisher", name, stores.publishers().byName(name), other -> false);
    }
}
