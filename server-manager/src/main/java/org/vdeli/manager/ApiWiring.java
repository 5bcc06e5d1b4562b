package org.vdeli.manager;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.manager.access.LoginThrottle;
import org.vdeli.manager.access.ManagerAuthenticator;
import org.vdeli.manager.access.Passwords;
import org.vdeli.manager.access.Sessions;
import org.vdeli.manager.api.HealthApi;
import org.vdeli.manager.api.HttpServer;
import org.vdeli.manager.api.HttpSettings;
import org.vdeli.manager.audit.AuditTrail;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.events.ConsoleViews;
import org.vdeli.manager.events.EventHub;
import org.vdeli.manager.ingest.NodeContents;
import org.vdeli.manager.publisher.PublisherAccounts;
import org.vdeli.manager.swarm.Swarms;
import org.vdeli.manager.traffic.LiveFigures;

/// The part of the wiring that answers over HTTP: accounts, the table of routes, the event stream.
final class ApiWiring {
    private final Transactions transactions;
    private final IdMint ids;
    private final InstantSource time;
    private final Codec codec;
    private final LiveFigures live;
    private final ConsoleViews views;
    private final EventHub events;
    private final Passwords passwords;
    private final Sessions sessions;
    private final PublisherAccounts accounts;

    ApiWiring(
            Transactions transactions,
            IdMint ids,
            InstantSource time,
            Codec codec,
            LiveFigures live,
            String name) {
        this.transactions = transactions;
        this.ids = ids;
        this.time = time;
        this.codec = codec;
        this.live = live;
        this.views = new ConsoleViews(transactions, live, time);
        this.events = new EventHub(views, codec, time, name, Manager.Version.text());
        this.passwords = new Passwords();
        this.sessions =
                new Sessions(
                        transactions,
                        passwords,
                        new LoginThrottle(time),
                        new AuditTrail(ids, time, codec),
                        time);
        this.accounts = new PublisherAccounts(transactions, passwords, new LoginThrottle(time));
    }

    /// Gathers what changes and tells the consoles.
    EventHub events() {
        return events;
    }

    Passwords passwords() {
        return passwords;
    }

    /// The publishers' accounts, for the FTP service.
    Accounts accounts() {
        return accounts;
    }

    /// The server, not listening yet.
    ///
    /// @param nodeToken of FTP nodes that run on their own
    /// @param tokenKey checks piece tokens
    /// @param checks what the manager needs, for its readiness
    HttpServer server(
            HttpSettings settings,
            Path data,
            String nodeToken,
            PublicKey tokenKey,
            List<HealthApi.Check> checks,
            DispatchWiring road,
            RoutingWiring routing) {
        ManagerAuthenticator authenticator =
                new ManagerAuthenticator(transactions, sessions, nodeToken, tokenKey, time);
        ManagerRoutes routes =
                new ManagerRoutes(
                        new NodeContents(data, road.diskReserve()),
                        Manager.Version.text(),
                        codec,
                        transactions,
                        ids,
                        time,
                        passwords,
                        sessions,
                        accounts,
                        authenticator,
                        events,
                        road.changes(),
                        views,
                        live,
                        road.replanning(),
                        road.preview(),
                        road.jobOrders(),
                        road.purging(),
                        road.keptAside(),
                        road.onDemand(),
                        road.planning()::delete,
                        road.enrolment(),
                        road.reconciler()::take,
                        new Swarms(transactions),
                        road.origin(),
                        road.uploads(),
                        road.deadLetters(),
                        routing.feed(),
                        routing.desk(),
                        checks);
        return new HttpServer(settings, routes.all(), authenticator, codec);
    }
}
