package org.vdeli.manager.ingest;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.presence.ManagerNode;

/// `/api/v1/uploads`: what publishers sent, and what became of it.
public final class UploadsApi {
    private static final String PATH = "/api/v1/uploads";

    private static final Listing<Uploads.Order> LISTING =
            Listing.byLast(Uploads.Order.RECEIVED_AT)
                    .filter("publisher", "id of the publisher")
                    .filter("state", "received, accepted or rejected")
                    .filter("text", "part of the path, any case");

    private final Edits edits;
    private final InstantSource time;

    public UploadsApi(Edits edits, InstantSource time) {
        this.edits = edits;
        this.time = time;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "List uploads")
                        .query(LISTING.parameters())
                        .pages(UploadView.class, this::list),
                Route.get(PATH + "/{upload}", Access.VIEWER, "Show an upload")
                        .answers(UploadView.class, this::show));
    }

    /// An upload that waits for its manager says so instead of a reason.
    private UploadView view(Stores stores, Upload upload) {
        return view(
                upload,
                upload.state() != UploadState.RECEIVED
                        ? upload.reason()
                        : upload.manager()
                                .flatMap(stores.managers()::find)
                                .filter(node -> !node.lives(time.instant()))
                                .map(UploadsApi::waitsFor)
                                .orElse(upload.reason()));
    }

    private static String waitsFor(ManagerNode holder) {
        return "waits for "
                + holder.name()
                + " at "
                + holder.url()
                + ", which has its bytes and was last seen at "
                + holder.lastSeen().truncatedTo(ChronoUnit.SECONDS);
    }

    private static UploadView view(Upload upload, String reason) {
        return new UploadView(
                upload.id(),
                upload.publisher(),
                upload.path(),
                upload.size(),
                upload.checksum(),
                upload.state(),
                reason,
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
                        edits.read(stores ->
                                Pages.map(
                                        stores.uploads().page(filter, paging),
                                        upload -> view(stores, upload))));
    }

    private UploadView show(Call call) {
        UploadId id = call.id("upload", UploadId::of);
        return edits.find(
                "upload",
                id,
                stores -> stores.uploads().find(id).map(found -> view(stores, found)));
    }
}
