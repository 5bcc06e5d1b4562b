package org.vdeli.manager.dispatch;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.DrainView;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.EdgeServer;

/// How far servers that are drained are: `/api/v1/servers/{server}/drain`, and an alarm when the
/// last copy is gone, so that somebody switches the server off or retires it.
public final class Drains {
    static final String DRAINED = "server-drained";
    private static final String PATH = "/api/v1/servers/{server}/drain";

    private final Transactions transactions;
    private final AlarmDesk alarms;

    public Drains(Transactions transactions, AlarmDesk alarms) {
        this.transactions = transactions;
        this.alarms = alarms;
    }

    public static List<Route> routes(Edits edits) {
        return List.of(
                Route.get(PATH, Access.VIEWER, "Show how far the drain of a server is")
                        .answers(
                                DrainView.class,
                                call -> {
                                    ServerId id = call.id("server", ServerId::of);
                                    return edits.find(
                                            "server",
                                            id,
                                            stores ->
                                                    stores.servers()
                                                            .find(id)
                                                            .map(server -> view(stores, server)));
                                }));
    }

    private static DrainView view(Stores stores, EdgeServer server) {
        long purging =
                stores.jobs().openOfServer(server.id()).stream()
                        .filter(job -> job.kind() == JobKind.PURGE)
                        .count();
        return new DrainView(
                server.id(),
                server.state(),
                (long) stores.replicas().ofServer(server.id()).size(),
                stores.assignments().ofServer(server.id()).stream()
                        .filter(Assignment::isLeaving)
                        .count(),
                purging,
                server.state() == ServerState.DRAINING && isEmpty(stores, server.id()));
    }

    private static boolean isEmpty(Stores stores, ServerId server) {
        return stores.jobs().openOfServer(server).isEmpty()
                && stores.assignments().ofServer(server).isEmpty()
                && stores.replicas().ofServer(server).isEmpty()
                && stores.unknownContents().ofServer(server).isEmpty();
    }

    /// Raises and clears the alarms; call it every few seconds, from one thread.
    public void turn() {
        AlarmDesk.Told told = new AlarmDesk.Told();
        transactions.change(stores -> {
            told.clear();
            Set<String> drained = new HashSet<>();
            List<EdgeServer> draining =
                    stores.servers().all().stream()
                            .filter(server -> server.state() == ServerState.DRAINING)
                            .toList();
            Map<ServerId, Long> copies = draining.isEmpty() ? Map.of() : stores.replicas().counts();
            for (EdgeServer server : draining) {
                if (!copies.containsKey(server.id()) && isEmpty(stores, server.id())) {
                    drained.add(server.id().toString());
                    told.raise(
                            alarms.raise(
                                    stores,
                                    AlarmSeverity.WARNING,
                                    ObjectKind.SERVER,
                                    server.id().toString(),
                                    DRAINED,
                                    "Server "
                                            + server.name()
                                            + " is drained and holds nothing any more: switch it"
                                            + " off, retire it, or put it back to work"));
                }
            }
            for (Alarm alarm : stores.alarms().allOpen()) {
                if (alarm.code().equals(DRAINED) && !drained.contains(alarm.object())) {
                    told.clear(alarms.clear(stores, alarm.kind(), alarm.object(), DRAINED));
                }
            }
        });
        alarms.tell(told);
    }
}
