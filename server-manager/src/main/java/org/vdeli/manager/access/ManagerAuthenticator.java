package org.vdeli.manager.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.api.Authenticator;
import org.vdeli.manager.api.Caller;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.routing.RouterToken;

/// Knows the holders of all kinds of bearer tokens: operators' sessions, agents' secrets, the node
/// token, routers' tokens and piece tokens. Each kind has its own form.
public final class ManagerAuthenticator implements Authenticator {
    private static final String AGENT = "agent:";
    private static final String ROUTER = "router:";
    private static final int MAX_TOKEN = 512;

    private final Transactions transactions;
    private final Sessions sessions;
    private final Checksum nodeTokenHash;
    private final PublicKey pieceKey;
    private final InstantSource clock;
    private final Cache<ServerId, Checksum> agentSecrets =
            Caffeine.newBuilder()
                    .maximumSize(20_000)
                    .expireAfterWrite(Duration.ofSeconds(5))
                    .build();

    /// Those that are good: a token that is revoked ends within seconds.
    private final Cache<Checksum, String> routers =
            Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(Duration.ofSeconds(5)).build();

    /// @param nodeToken of FTP nodes that run on their own
    /// @param pieceKey with which the manager's own piece tokens are checked
    public ManagerAuthenticator(
            Transactions transactions,
            Sessions sessions,
            String nodeToken,
            PublicKey pieceKey,
            InstantSource clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.nodeTokenHash = BearerTokens.hash(nodeToken);
        this.pieceKey = pieceKey;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        if (token.startsWith(AGENT)) {
            return agent(token.substring(AGENT.length()));
        }
        if (token.startsWith(ROUTER)) {
            return router(BearerTokens.hash(token.substring(ROUTER.length())));
        }
        if (token.indexOf('.') >= 0) {
            return PieceToken.verify(token, pieceKey, clock.instant()).map(Caller.PieceReader::new);
        }
        if (same(BearerTokens.hash(token), nodeTokenHash)) {
            return Optional.of(new Caller.FtpNode());
        }
        return sessions.holder(token).map(operator -> operator);
    }

    private Optional<Caller> router(Checksum hash) {
        String known = routers.getIfPresent(hash);
        if (known == null) {
            Optional<RouterToken> stored =
                    transactions.read(stores -> stores.routerTokens().find(hash));
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            known = stored.get().name();
            routers.put(hash, known);
        }
        return Optional.of(new Caller.Router("router " + known));
    }

    private Optional<Caller> agent(String idAndSecret) {
        int colon = idAndSecret.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        ServerId server;
        try {
            server = ServerId.of(idAndSecret.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Checksum given = BearerTokens.hash(idAndSecret.substring(colon + 1));
        Checksum known = agentSecrets.getIfPresent(server);
        if (known == null || !same(known, given)) {
            Optional<Checksum> stored =
                    transactions.read(stores ->
                            stores.servers()
                                    .find(server)
                                    .filter(found -> found.state() != ServerState.RETIRED)
                                    .flatMap(EdgeServer::secretHash));
            stored.ifPresent(hash -> agentSecrets.put(server, hash));
            if (stored.isEmpty() || !same(stored.get(), given)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Caller.Agent(server));
    }

    private static boolean same(Checksum a, Checksum b) {
        return MessageDigest.isEqual(a.bytes(), b.bytes());
    }
}
