package org.vdeli.console.servers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.vdeli.console.mirror.FleetFigures;
import org.vdeli.console.mirror.FleetTrace;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.ServerLive;
import org.vdeli.console.mirror.Trace;
import org.vdeli.console.mirror.World;
import org.vdeli.console.table.Rows;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ServerId;

/// Turns the mirror into rows, sums and the chosen server's detail. [#refresh] is for one thread at
/// a time, not the screen's.
public final class ServersModel {
    private final Mirror mirror;
    private final FleetTrace fleet;
    private final InstantSource clock;
    private final Executor screen;
    private final Rows<ServerRow, ServerId> rows;
    private final ReadOnlyObjectWrapper<@Nullable FleetFigures> figures =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable ServerDetail> detail =
            new ReadOnlyObjectWrapper<>();

    public ServersModel(Mirror mirror, FleetTrace fleet, InstantSource clock, Executor screen) {
        this.mirror = mirror;
        this.fleet = fleet;
        this.clock = clock;
        this.screen = screen;
        this.rows = new Rows<>(screen, ServerRow::id, ServerRow::searchText, ServerRow.BY_NAME);
    }

    public Rows<ServerRow, ServerId> rows() {
        return rows;
    }

    /// The sums; null before the first refresh.
    public ReadOnlyObjectProperty<@Nullable FleetFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /// The chosen server; null when there is none.
    public ReadOnlyObjectProperty<@Nullable ServerDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    public void refresh() {
        Instant now = clock.instant();
        World world = mirror.world();
        List<ServerRow> all = new ArrayList<>(world.servers().size());
        for (ServerView server : world.servers()) {
            all.add(ServerRow.of(world, server, now));
        }
        rows.update(all);
        FleetFigures sums = fleet.figures(now);
        ServerDetail chosen = rows.chosen().map(id -> detailOf(world, id, now)).orElse(null);
        screen.execute(() -> {
            figures.set(sums);
            detail.set(chosen);
        });
    }

    /// Has the chosen server's detail shown without waiting for the next refresh.
    public void choose(@Nullable ServerId id) {
        rows.selectedIdProperty().set(id);
        detail.set(
                Optional.ofNullable(id)
                        .map(chosen -> detailOf(mirror.world(), chosen, clock.instant()))
                        .orElse(null));
    }

    private @Nullable ServerDetail detailOf(World world, ServerId id, Instant now) {
        ServerView server = world.server(id);
        if (server == null) {
            return null;
        }
        ServerLive live = world.live(id);
        // agents round their intervals by their own clocks: the chart ends with the newest point
        Map<Trace.Line, Trace.Points> lines = mirror.trace(id).lines(Instant.EPOCH);
        Trace.Points any = lines.getOrDefault(Trace.Line.REQUESTS, Trace.Points.NONE);
        long here = world.managerTime(now).getEpochSecond();
        long newest = any.size() == 0 ? here : any.times()[any.size() - 1];
        long to =
                Math.abs(here - newest) < Trace.SPAN.toSeconds() ? Math.max(here, newest) : newest;
        return new ServerDetail(
                ServerRow.of(world, server, now),
                server,
                live == null ? Optional.empty() : live.view().heartbeat(),
                live == null
                        ? List.of()
                        : live.view().sample().map(Report.Sample::topAssets).orElse(List.of()),
                lines,
                now,
                to - Trace.SPAN.toSeconds(),
                to);
    }
}
