package org.vdeli.manager.fleet;

import java.net.URI;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.database.DuplicateKey;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// How an agent becomes a server of the fleet (feature F065).
///
/// A token is used up by the first installation that comes with it; the same installation may come
/// again, with this or any other valid token, and gets the same server with fresh credentials. An
/// operator may have entered the server before: then the agent takes the entry of its name.
///
/// The database is written before the broker's account is made. If the broker cannot be reached the
/// agent is told to come again; nothing has to be undone, because coming again is harmless.
public final class Enrolment {
    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,63}");

    private final Transactions transactions;
    private final JoiningAccounts accounts;
    private final AgentSecrets secrets;
    private final PublicKey tokenKey;
    private final URI brokerAddress;
    private final IdMint ids;
    private final InstantSource time;
    private final Changes changes;

    /// @param brokerAddress where agents reach the broker, without credentials
    /// @param tokenKey which agents check piece tokens with
    public Enrolment(
            Transactions transactions,
            BrokerManagement broker,
            AgentSecrets secrets,
            PublicKey tokenKey,
            URI brokerAddress,
            IdMint ids,
            InstantSource time,
            Changes changes) {
        this.transactions = transactions;
        this.accounts = new JoiningAccounts(broker::putAgents);
        this.secrets = secrets;
        this.tokenKey = tokenKey;
        this.brokerAddress = brokerAddress;
        this.ids = ids;
        this.time = time;
        this.changes = changes;
    }

    /// How an enrolment ended.
    public sealed interface Outcome {
        /// The agent is part of the fleet.
        record Welcome(Enrolled enrolled) implements Outcome {}

        /// It is not, and why in words that its operator may read.
        record Refused(Reason reason, String detail) implements Outcome {}
    }

    /// Why an agent was refused.
    public enum Reason {
        /// The token is unknown, expired, or used by another server.
        TOKEN,
        /// The request breaks a rule.
        REQUEST,
        /// The name belongs to another server.
        NAME_TAKEN
    }

    /// Enrols an agent.
    ///
    /// @throws BrokerManagementException if the broker's account cannot be made now
    public Outcome enrol(EnrolmentRequest request) {
        Optional<String> broken = brokenRule(request);
        if (broken.isPresent()) {
            return new Outcome.Refused(Reason.REQUEST, broken.get());
        }
        String secret = secrets.newSecret();
        Checksum secretHash = AgentSecrets.hash(secret);
        Decision decision;
        try {
            decision = transactions.write(stores -> decide(stores, request, secretHash));
        } catch (DuplicateKey e) {
            decision = nameTaken(request);
        }
        return switch (decision) {
            case Decision.No no -> {
                log.warn(
                        "event=enrolment-refused name={} reason={}",
                        request.name(),
                        no.refused().detail());
                yield no.refused();
            }
            case Decision.Yes yes -> {
                ServerId server = yes.server().id();
                String password = secrets.brokerPassword(server, secretHash);
                accounts.make(
                        new BrokerManagement.AgentAccount(
                                server, password, yes.server().cluster(), yes.region()));
                log.info("event=enrolled server={} name={}", server, yes.server().name());
                changes.serversChanged(List.of(server));
                yield new Outcome.Welcome(
                        new Enrolled(
                                server,
                                yes.server().name(),
                                brokerAddress,
                                Topology.agentUser(server),
                                password,
                                secret,
                                Base64.getEncoder().encodeToString(tokenKey.getEncoded())));
            }
        };
    }

    private sealed interface Decision {
        record Yes(EdgeServer server, Optional<RegionId> region) implements Decision {}

        record No(Outcome.Refused refused) implements Decision {}
    }

    private Decision decide(Stores stores, EnrolmentRequest request, Checksum secretHash) {
        Instant now = time.instant();
        Optional<EnrolmentToken> found =
                stores.enrolmentTokens().lock(AgentSecrets.hash(request.token()));
        if (found.isEmpty() || !found.get().expiresAt().isAfter(now)) {
            return refused(Reason.TOKEN, "the enrolment token is unknown or expired");
        }
        EnrolmentToken token = found.get();
        Optional<EdgeServer> known = stores.servers().byInstallation(request.installation());
        if (token.usedBy().isPresent() && !token.usedBy().equals(known.map(EdgeServer::id))) {
            return refused(Reason.TOKEN, "the enrolment token was used by another server");
        }
        if (token.serverName().isPresent() && !token.serverName().get().equals(request.name())) {
            return refused(
                    Reason.REQUEST,
                    "the enrolment token is for the server " + token.serverName().get());
        }
        Optional<EdgeServer> named = stores.servers().byName(request.name());
        EdgeServer server;
        if (known.isPresent()) {
            if (named.isPresent() && !named.get().id().equals(known.get().id())) {
                return nameTaken(request);
            }
            server = updated(known.get(), request, token, secretHash);
            stores.servers().update(server);
        } else if (named.isPresent()) {
            if (named.get().installation().isPresent()) {
                return nameTaken(request);
            }
            server = updated(named.get(), request, token, secretHash);
            stores.servers().update(server);
        } else {
            server = created(request, token, secretHash, now);
            stores.servers().add(server);
        }
        stores.enrolmentTokens()
                .update(
                        new EnrolmentToken(
                                token.tokenHash(),
                                token.serverName(),
                                token.cluster(),
                                token.createdAt(),
                                token.expiresAt(),
                                Optional.of(server.id()),
                                token.role()));
        return new Decision.Yes(
                server, server.cluster().flatMap(stores.clusters()::find).map(Cluster::region));
    }

    private EdgeServer created(
            EnrolmentRequest request, EnrolmentToken token, Checksum secretHash, Instant now) {
        return new EdgeServer(
                new ServerId(ids.next()),
                token.cluster(),
                request.name(),
                request.addresses(),
                request.httpPort(),
                request.location(),
                ZoneId.of(request.zone()),
                token.role(),
                Bitrate.ZERO,
                ServerState.JOINING,
                Optional.of(request.agentVersion()),
                Optional.of(request.installation()),
                Optional.of(secretHash),
                Optional.empty(),
                now);
    }

    /// What the agent knows best is taken from it; what an operator decided stays.
    private static EdgeServer updated(
            EdgeServer server,
            EnrolmentRequest request,
            EnrolmentToken token,
            Checksum secretHash) {
        return new EdgeServer(
                server.id(),
                server.cluster().or(token::cluster),
                request.name(),
                request.addresses(),
                request.httpPort(),
                request.location().or(server::position),
                ZoneId.of(request.zone()),
                server.role(),
                server.capacity(),
                server.state() == ServerState.RETIRED ? ServerState.JOINING : server.state(),
                Optional.of(request.agentVersion()),
                Optional.of(request.installation()),
                Optional.of(secretHash),
                server.lastHeartbeat(),
                server.createdAt());
    }

    private static Decision.No nameTaken(EnrolmentRequest request) {
        return refused(
                Reason.NAME_TAKEN,
                "the name " + request.name() + " belongs to another server; choose another name");
    }

    private static Decision.No refused(Reason reason, String detail) {
        return new Decision.No(new Outcome.Refused(reason, detail));
    }

    private static Optional<String> brokenRule(EnrolmentRequest request) {
        if (!NAME.matcher(request.name()).matches()) {
            return Optional.of("a server's name must be 1 to 63 letters, digits, '.' or '-'");
        }
        if (request.httpPort() < 1 || request.httpPort() > 65535) {
            return Optional.of("a port must be 1 to 65535, not " + request.httpPort());
        }
        if (request.addresses().size() > 16
                || request.addresses().stream().anyMatch(a -> a.isBlank() || a.length() > 255)) {
            return Optional.of("a server must have at most 16 addresses of 1 to 255 characters");
        }
        try {
            ZoneId.of(request.zone());
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("not a time zone: " + request.zone());
        }
    }
}
