package org.vdeli.manager.ingest;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.OriginRegister;
import org.vdeli.manager.asset.OriginStore;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.Planning;
import org.vdeli.manager.publisher.Project;
import org.vdeli.manager.publisher.Publisher;

/// Makes an asset of an upload: its content goes into the origin store, and in one transaction the
/// new version is recorded, the version before it superseded, both planned, and the upload marked.
///
/// The order in which uploads were received decides which is the newest version of a path, not the
/// order in which their messages come: one that a later one has overtaken is rejected.
///
/// Doing it again is harmless at every step: the origin store knows the content, the upload is no
/// longer RECEIVED. Only the manager that has the bytes accepts: where another one is asked,
/// nothing is changed. A crash before the transaction leaves the upload to the next delivery of its
/// message, or to the sweep of uploads that wait for too long.
public final class UploadAcceptance {
    private static final Logger log = LoggerFactory.getLogger(UploadAcceptance.class);

    private final Transactions transactions;
    private final UploadStaging staging;
    private final OriginStore origin;
    private final OriginRegister register;
    private final ManagerId self;
    private final Planning planning;
    private final IdMint ids;
    private final InstantSource time;

    public UploadAcceptance(
            Transactions transactions,
            UploadStaging staging,
            OriginStore origin,
            OriginRegister register,
            ManagerId self,
            Planning planning,
            IdMint ids,
            InstantSource time) {
        this.transactions = transactions;
        this.staging = staging;
        this.origin = origin;
        this.register = register;
        this.self = self;
        this.planning = planning;
        this.ids = ids;
        this.time = time;
    }

    /// How it ended.
    public sealed interface Outcome {
        /// It became an asset, now or earlier.
        record Accepted(AssetId asset) implements Outcome {}

        /// It never will, and why.
        record Rejected(String reason) implements Outcome {}

        /// Another manager has its bytes and will accept it, now or when it is back.
        record Elsewhere() implements Outcome {}

        /// There is no such upload.
        record Unknown() implements Outcome {}
    }

    /// Accepts an upload, or rejects it with a reason that is stored with it.
    ///
    /// @throws java.io.UncheckedIOException if the origin store cannot take the content now
    public Outcome accept(UploadId id) {
        Optional<Upload> found = transactions.read(stores -> stores.uploads().find(id));
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Upload upload = found.get();
        if (upload.state() == UploadState.RECEIVED
                && mayBeElsewhere(upload)
                && staging.find(upload.receipt()).isEmpty()) {
            return new Outcome.Elsewhere();
        }
        Outcome outcome =
                upload.state() == UploadState.RECEIVED ? takeIn(upload) : outcomeOf(upload);
        staging.drop(upload.receipt());
        return outcome;
    }

    /// An upload that names no manager, as those of earlier versions do, may be with any.
    private boolean mayBeElsewhere(Upload upload) {
        return upload.isElsewhere(self)
                || (upload.manager().isEmpty()
                        && origin.find(upload.checksum()).isEmpty()
                        && transactions.read(stores -> stores.managers().all()).stream()
                                .anyMatch(manager -> !manager.id().equals(self)));
    }

    private Outcome takeIn(Upload upload) {
        Optional<Path> content = staging.find(upload.receipt());
        boolean isThere = true;
        if (content.isPresent()) {
            origin.takeIn(content.get(), upload.size(), upload.checksum());
        } else {
            isThere = origin.find(upload.checksum()).isPresent();
        }
        boolean hasContent = isThere;
        Planning.Changed<Outcome> done =
                planning.inTransaction(session -> decide(session, upload.id(), hasContent));
        switch (done.result()) {
            case Outcome.Accepted accepted ->
                    log.info(
                            "event=asset-accepted upload={} asset={} path={} bytes={}",
                            upload.id(),
                            accepted.asset(),
                            upload.path(),
                            upload.size().bytes());
            case Outcome.Rejected rejected ->
                    log.warn(
                            "event=upload-rejected upload={} path={} reason={}",
                            upload.id(),
                            upload.path(),
                            rejected.reason());
            case Outcome.Elsewhere _ -> log.debug("event=upload-elsewhere upload={}", upload.id());
            case Outcome.Unknown _ -> log.warn("event=upload-gone upload={}", upload.id());
        }
        return done.result();
    }

    private Outcome decide(Planning.Session session, UploadId id, boolean hasContent) {
        Stores stores = session.stores();
        Optional<Upload> locked = stores.uploads().lock(id);
        if (locked.isEmpty()) {
            return new Outcome.Unknown();
        }
        Upload upload = locked.get();
        if (upload.state() != UploadState.RECEIVED) {
            return outcomeOf(upload);
        }
        AssetPath path;
        try {
            path = AssetPath.parse(upload.path());
        } catch (IllegalArgumentException e) {
            return reject(stores, upload, String.valueOf(e.getMessage()));
        }
        Optional<String> fault =
                hasContent
                        ? fault(stores, path)
                        : Optional.of("its content is no longer on the manager's disk");
        if (fault.isPresent()) {
            return reject(stores, upload, fault.get());
        }
        Project project = stores.projects().byPath(path).orElseThrow();
        stores.projects().lock(project.id());
        if (stores.uploads().isOvertaken(upload)) {
            return reject(stores, upload, "a later upload of the same path was accepted before it");
        }
        Optional<String> clash = clash(stores, path);
        if (clash.isPresent()) {
            return reject(stores, upload, clash.get());
        }
        List<Checksum> pieces = stores.uploads().pieces(id);
        if (pieces.size() != new PieceLayout(upload.size(), upload.pieceSize()).count()) {
            return reject(stores, upload, "its piece checksums are incomplete");
        }
        Instant now = time.instant();
        Optional<Asset> before = stores.assets().current(path);
        Asset asset =
                new Asset(
                        new AssetId(ids.next()),
                        project.id(),
                        path,
                        Math.max(
                                        stores.assets().lastVersion(path),
                                        stores.unknownContents().lastVersion(path))
                                + 1,
                        upload.size(),
                        upload.checksum(),
                        upload.pieceSize(),
                        AssetState.CURRENT,
                        now);
        before.ifPresent(
                old -> stores.assets().changeState(List.of(old.id()), AssetState.SUPERSEDED));
        stores.assets().add(asset, pieces);
        register.add(stores, asset.checksum());
        stores.uploads().update(upload.accepted(asset.id()));
        session.plan(asset.id(), before.isPresent() ? "replaced by a new version" : "new asset");
        return new Outcome.Accepted(asset.id());
    }

    private static Outcome reject(Stores stores, Upload upload, String reason) {
        stores.uploads().update(upload.rejected(reason));
        return new Outcome.Rejected(reason);
    }

    private static Outcome outcomeOf(Upload upload) {
        return upload.asset()
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> new Outcome.Rejected(upload.reason()));
    }

    /// Why nothing may be uploaded to a path, if so.
    static Optional<String> fault(Stores stores, AssetPath path) {
        Optional<Publisher> publisher = stores.publishers().byName(path.publisher());
        if (publisher.isEmpty()) {
            return Optional.of("there is no publisher " + path.publisher());
        }
        if (publisher.get().disabled()) {
            return Optional.of("the publisher " + path.publisher() + " is disabled");
        }
        if (stores.projects().byPath(path).isEmpty()) {
            return Optional.of(
                    "the publisher " + path.publisher() + " has no project " + path.project());
        }
        return Optional.empty();
    }

    /// Why a path cannot be both a file and a folder on the edges, if another asset makes it so.
    static Optional<String> clash(Stores stores, AssetPath path) {
        return stores.assets()
                .inTheWayOf(path)
                .map(other ->
                        other.path().isFolderOf(path)
                                ? other.path() + " is a file and cannot be a folder too"
                                : path + " is a folder, with " + other.path() + " in it");
    }
}
