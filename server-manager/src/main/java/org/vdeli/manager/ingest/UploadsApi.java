package org.vdeli.manager.ingest;

import java.util.List;
import java.util.Set;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Listing;
import org.vdeli.manager.api.Pages;
import org.vdeli.manager.api.Route;

/// `/api/v1/uploads`: what publishers sent, and what became of it.
public final class UploadsApi {
    private static final String PATH = "/api/v1/uploads";

    private static final Listing<Uploads.Order> LISTING =
            Listing.byLast(Uploads.Order.RECEIVED_AT)
                    .filter("publisher", "id of the publisher")
                    .filter("state", "received, accepted or rejected")
                    .filter("text", "part of the path, any case");

    private final Edits edits;

    public UploadsApi(Edits edits) {
        this.edits = edits;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List uploads")
                        .query(LISTING.parameters())
                        .pages(UploadView.class, this::list),
                Route.get(PATH + "/{upload}", Access.VIEWER, "Show an upload")
                        .answers(UploadView.class, this::show));
    }

    private static UploadView view(Upload upload) {
        return new UploadView(
                upload.id(),
                upload.publisher(),
                upload.path(),
                upload.size(),
                upload.checksum(),
                upload.state(),
                upload.reason(),
                upload.client(),
                upload.receivedAt(),
                upload.asset());
    }

    private Page<UploadView> list(Call call) {
        Uploads.Filter filter =
                new Uploads.Filter(
                        call.query("publisher", PublisherId::of),
                        call.query("state", UploadState.class).map(Set::of).orElse(Set.of()),
                        call.query("text"));
        return LISTING.page(
                call,
                paging ->
                        Pages.map(
                                edits.read(stores -> stores.uploads().page(filter, paging)),
                                UploadsApi::view));
    }

    private UploadView show(Call call) {
        UploadId id = call.id("upload", UploadId::of);
        return edits.find("upload", id, stores -> stores.uploads().find(id).map(UploadsApi::view));
    }
}
