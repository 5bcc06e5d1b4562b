package org.vdeli.console.assets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.Refusal;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.ReplicaBoard;
import org.vdeli.console.mirror.World;
import org.vdeli.console.table.Rows;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;

/// Turns the mirror into assets and the chosen one's replicas, and has failed ones tried again.
/// [#refresh] is for one thread at a time, not the screen's.
public final class AssetsModel {
    /// The list of replicas is asked for again no sooner, when the count does not fit.
    static final Duration LIST_AGAIN = Duration.ofSeconds(5);

    /// What the manager is asked for; both block.
    public interface Asking {
        /// An asset's replicas.
        Answer<List<ReplicaView>> replicas(AssetId asset);

        /// To try a job again now.
        Answer<Done> retry(JobId job);
    }

    private final Mirror mirror;
    private final Asking asking;
    private final BooleanSupplier mayAct;
    private final Background background;
    private final InstantSource clock;
    private final Rows<AssetRow, AssetId> rows;
    private final Rows<ReplicaRow, ServerId> replicas;
    private final ReadOnlyObjectWrapper<@Nullable AssetDetail> detail =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper allowed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Retried>> retried =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private volatile @Nullable Told told;
    private long generation = -1;
    private Instant askedAt = Instant.EPOCH;

    /// That the manager has answered about an asset's replicas: it may come late, when another
    /// asset is the chosen one.
    ///
    /// @param error why they cannot be shown; absent as a rule
    private record Told(AssetId asset, Optional<Message> error) {}

    /// What came of trying again.
    ///
    /// @param error why the manager did not do so; absent if it did
    public record Retried(Optional<Message> error) {}

    /// @param mayAct whether the operator's role allows to try again; asked at each refresh
    public AssetsModel(
            Mirror mirror,
            Asking asking,
            BooleanSupplier mayAct,
            Background background,
            InstantSource clock) {
        this.mirror = mirror;
        this.asking = asking;
        this.mayAct = mayAct;
        this.background = background;
        this.clock = clock;
        this.rows =
                new Rows<>(
                        background.screen(),
                        AssetRow::id,
                        AssetRow::searchText,
                        AssetRow.NEWEST_FIRST);
        this.replicas =
                new Rows<>(
                        background.screen(),
                        ReplicaRow::server,
                        ReplicaRow::searchText,
                        ReplicaRow.BY_NAME);
        replicas.selectedIdProperty()
                .addListener((property, old, now) -> retried.set(Optional.empty()));
    }

    public Rows<AssetRow, AssetId> rows() {
        return rows;
    }

    /// Where the chosen asset is and should be.
    public Rows<ReplicaRow, ServerId> replicas() {
        return replicas;
    }

    /// The chosen asset; null when there is none.
    public ReadOnlyObjectProperty<@Nullable AssetDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /// Whether the operator may have jobs tried again.
    public ReadOnlyBooleanProperty allowedProperty() {
        return allowed.getReadOnlyProperty();
    }

    /// Whether the manager is being asked to try again.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// What came of the last time, until another replica or asset is chosen.
    public ReadOnlyObjectProperty<Optional<Retried>> retriedProperty() {
        return retried.getReadOnlyProperty();
    }

    /// Tries the chosen replica's failed job again; the replica's row shows what becomes of it.
    public void retry() {
        ReplicaRow chosen = replicas.selectedProperty().get();
        if (chosen != null) {
            retry(chosen.retryable().stream().toList());
        }
    }

    /// Tries all failed jobs of the chosen asset again.
    public void retryAll() {
        retry(replicas.shown().stream().flatMap(row -> row.retryable().stream()).toList());
    }

    private void retry(List<JobId> jobs) {
        if (jobs.isEmpty() || busy.get()) {
            return;
        }
        busy.set(true);
        retried.set(Optional.empty());
        background.ask(
                "console-retry",
                () -> retryEach(jobs),
                answer -> {
                    busy.set(false);
                    retried.set(
                            Optional.of(
                                    new Retried(
                                            answer instanceof Answer.Refused<Done> refused
                                                    ? Optional.of(refused.message())
                                                    : Optional.empty())));
                });
    }

    /// One after the other, up to a refusal that the others would meet too. Of several jobs one may
    /// have moved on by itself meanwhile: that is no failure.
    private Answer<Done> retryEach(List<JobId> jobs) {
        for (JobId job : jobs) {
            if (asking.retry(job) instanceof Answer.Refused<Done> refused
                    && !(jobs.size() > 1
                            && (refused.reason() == Refusal.INVALID
                                    || refused.reason() == Refusal.NOT_FOUND))) {
                return refused;
            }
        }
        return new Answer.Ok<>(Done.DONE);
    }

    public void refresh() {
        World world = mirror.world();
        List<AssetRow> all = new ArrayList<>(world.assets().size());
        for (AssetView asset : world.assets()) {
            all.add(AssetRow.of(asset, world.distribution(asset.id())));
        }
        rows.update(all);
        boolean may = mayAct.getAsBoolean();
        background.screen().execute(() -> allowed.set(may));
        refreshChosen(world);
    }

    private void refreshChosen(World world) {
        ReplicaBoard board = mirror.replicas();
        Optional<AssetId> chosen = rows.chosen();
        long now = mirror.generation();
        if (!board.asset().equals(chosen)) {
            background.screen().execute(() -> replicas.selectedIdProperty().set(null));
        }
        if (!board.asset().equals(chosen) || generation != now) {
            generation = now;
            board.watch(chosen.orElse(null));
            told = null;
            chosen.ifPresent(this::ask);
        }
        AssetView asset = chosen.map(world::asset).orElse(null);
        if (asset == null) {
            replicas.update(List.of());
            background.screen().execute(() -> detail.set(null));
            return;
        }
        List<ReplicaRow> where = new ArrayList<>();
        long bits = 0;
        int kept = 0;
        for (ReplicaView replica : board.of(asset.id())) {
            ReplicaRow row = ReplicaRow.of(world, replica);
            where.add(row);
            bits += row.rate().bitsPerSecond();
            kept += replica.state() == ReplicaState.REMOVING ? 0 : 1;
        }
        DistributionView distribution = world.distribution(asset.id());
        Optional<Told> heard = Optional.ofNullable(told).filter(t -> t.asset().equals(asset.id()));
        if (heard.isPresent()
                && distribution != null
                && kept != distribution.assigned()
                && Duration.between(askedAt, clock.instant()).compareTo(LIST_AGAIN) >= 0) {
            board.watch(asset.id());
            ask(asset.id());
        } else {
            replicas.update(where);
        }
        Optional<Message> error = heard.flatMap(Told::error);
        AssetDetail shown =
                new AssetDetail(AssetRow.of(asset, distribution), Bitrate.of(bits), error);
        background.screen().execute(() -> detail.set(shown));
    }

    private void ask(AssetId asset) {
        askedAt = clock.instant();
        background.ask(
                "console-replicas", () -> asking.replicas(asset), answer -> take(asset, answer));
    }

    private void take(AssetId asset, Answer<List<ReplicaView>> answer) {
        told =
                switch (answer) {
                    case Answer.Ok<List<ReplicaView>>(List<ReplicaView> got) -> {
                        mirror.replicas().seed(asset, got);
                        yield new Told(asset, Optional.empty());
                    }
                    case Answer.Refused<List<ReplicaView>> refused ->
                            new Told(asset, Optional.of(refused.message()));
                };
    }
}
