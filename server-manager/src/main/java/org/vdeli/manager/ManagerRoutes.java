package org.vdeli.manager;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.access.OperatorsApi;
import org.vdeli.manager.access.Passwords;
import org.vdeli.manager.access.Sessions;
import org.vdeli.manager.access.SessionsApi;
import org.vdeli.manager.alarm.AlarmsApi;
import org.vdeli.manager.alarm.DeadLetters;
import org.vdeli.manager.alarm.DeadLettersApi;
import org.vdeli.manager.api.Authenticator;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.HealthApi;
import org.vdeli.manager.api.OpenApiRoute;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.asset.AssetsApi;
import org.vdeli.manager.asset.OriginApi;
import org.vdeli.manager.asset.OriginHttp;
import org.vdeli.manager.audit.AuditApi;
import org.vdeli.manager.audit.AuditTrail;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.Drains;
import org.vdeli.manager.dispatch.JobOrders;
import org.vdeli.manager.dispatch.JobsApi;
import org.vdeli.manager.dispatch.KeptAside;
import org.vdeli.manager.dispatch.OnDemand;
import org.vdeli.manager.dispatch.OnDemandApi;
import org.vdeli.manager.dispatch.UnknownContentsApi;
import org.vdeli.manager.events.ConsoleViews;
import org.vdeli.manager.events.EventHub;
import org.vdeli.manager.events.EventsApi;
import org.vdeli.manager.fleet.AgentApi;
import org.vdeli.manager.fleet.ClustersApi;
import org.vdeli.manager.fleet.Enrolment;
import org.vdeli.manager.fleet.EnrolmentTokensApi;
import org.vdeli.manager.fleet.RegionsApi;
import org.vdeli.manager.fleet.ServersApi;
import org.vdeli.manager.ingest.FtpNodeApi;
import org.vdeli.manager.ingest.NodeContents;
import org.vdeli.manager.ingest.UploadIntake;
import org.vdeli.manager.ingest.UploadsApi;
import org.vdeli.manager.policy.PoliciesApi;
import org.vdeli.manager.publisher.ProjectsApi;
import org.vdeli.manager.publisher.PublisherAccounts;
import org.vdeli.manager.publisher.PublishersApi;
import org.vdeli.manager.purge.PurgesApi;
import org.vdeli.manager.purge.Purging;
import org.vdeli.manager.routing.ClientNetworksApi;
import org.vdeli.manager.routing.RouterTokensApi;
import org.vdeli.manager.routing.RoutingApi;
import org.vdeli.manager.routing.RoutingFeed;
import org.vdeli.manager.traffic.LiveFigures;
import org.vdeli.manager.traffic.TrafficApi;
import org.vdeli.router.answer.RoutingDesk;

/// The table of everything that the manager answers over HTTP.
///
/// @param contents of uploads on their way from FTP nodes
/// @param version of the program
/// @param hub followed by consoles
/// @param changes told of what operators change
/// @param previewing finds out what a change of policies would do
/// @param onDemand orders copies that no policy placed
/// @param deletion takes an asset away from everywhere
/// @param inventories takes what agents have
/// @param swarming knows who shares an asset with whom
/// @param routingFeed what routers decide by
/// @param routing decides for viewers
/// @param checks what the manager needs, for `/health/ready`
public record ManagerRoutes(
        NodeContents contents,
        String version,
        Codec codec,
        Transactions transactions,
        IdMint ids,
        InstantSource clock,
        Passwords passwords,
        Sessions sessions,
        PublisherAccounts accounts,
        Authenticator authenticator,
        EventHub hub,
        Changes changes,
        ConsoleViews views,
        LiveFigures live,
        Replanning replanning,
        PoliciesApi.Previewing previewing,
        JobOrders orders,
        Purging purging,
        KeptAside keptAside,
        OnDemand onDemand,
        AssetsApi.Deletion deletion,
        Enrolment enrolment,
        AgentApi.InventoryIntake inventories,
        AgentApi.Swarming swarming,
        OriginHttp origin,
        UploadIntake intake,
        DeadLetters deadLetters,
        RoutingFeed routingFeed,
        RoutingDesk routing,
        List<HealthApi.Check> checks) {
    public ManagerRoutes {
        checks = List.copyOf(checks);
    }

    /// All routes, the one that describes them included.
    public List<Route> all() {
        Edits edits = new Edits(transactions, new AuditTrail(ids, clock, codec), ids, clock);
        List<Route> routes =
                Stream.of(
                                people(edits),
                                topology(edits),
                                content(edits),
                                machines(),
                                new EventsApi(hub, authenticator).routes(),
                                new HealthApi(checks, clock).routes())
                        .flatMap(List::stream)
                        .toList();
        return OpenApiRoute.addTo(routes, version, codec);
    }

    private List<Route> people(Edits edits) {
        return Stream.of(
                        new SessionsApi(sessions, edits).routes(),
                        new OperatorsApi(edits, passwords, sessions).routes(),
                        new PublishersApi(edits, passwords, accounts).routes(),
                        new ProjectsApi(edits).routes(),
                        new AuditApi(edits).routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> topology(Edits edits) {
        return Stream.of(
                        new RegionsApi(edits, changes, replanning).routes(),
                        new ClustersApi(edits, changes, replanning).routes(),
                        new ServersApi(edits, changes, replanning).routes(),
                        Drains.routes(edits),
                        new EnrolmentTokensApi(edits).routes(),
                        new PoliciesApi(edits, replanning, previewing).routes(),
                        new ClientNetworksApi(edits, changes).routes(),
                        new RouterTokensApi(edits).routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> content(Edits edits) {
        return Stream.of(
                        new AssetsApi(edits, views, deletion, replanning).routes(),
                        new JobsApi(edits, live, orders).routes(),
                        new PurgesApi(edits, purging).routes(),
                        new OnDemandApi(edits, onDemand).routes(),
                        new UnknownContentsApi(edits, keptAside).routes(),
                        new UploadsApi(edits, clock).routes(),
                        new TrafficApi(edits, live).routes(),
                        new AlarmsApi(edits, changes).routes(),
                        new DeadLettersApi(edits, deadLetters).routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> machines() {
        return Stream.of(
                        new AgentApi(enrolment, inventories, swarming).routes(),
                        new OriginApi(origin).routes(),
                        new FtpNodeApi(accounts, intake, contents).routes(),
                        new RoutingApi(routingFeed, routing).routes())
                .flatMap(List::stream)
                .toList();
    }
}
