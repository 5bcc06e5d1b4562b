package org.vdeli.manager.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.api.Caller;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.audit.AuditTrail;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Operators' logins.
///
/// Who holds a token is remembered for [#MEMORY]; that long, at most, works a session that another
/// manager ended.
public final class Sessions {
    /// A working day; the console logs in again after that.
    public static final Duration LIFETIME = Duration.ofHours(12);

    static final Duration MEMORY = Duration.ofSeconds(5);

    private static final int MAX_REMEMBERED = 10_000;

    private final Transactions transactions;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final Cache<Checksum, Known> remembered =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(MEMORY).build();

    private record Known(Caller.Operator operator, Instant expiresAt) {}

    public Sessions(
            Transactions transactions,
            Passwords passwords,
            LoginThrottle throttle,
            AuditTrail audit,
            InstantSource clock) {
        this.transactions = transactions;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    /// Opens a session. Wrong password, unknown name and disabled operator look the same, in words
    /// and in time.
    ///
    /// @throws ProblemException with status 401 or, after too many failures, 429
    public SessionView login(LoginRequest request, String client) {
        throttle.wait(request.name(), client)
                .ifPresent(wait -> {
                    throw ProblemException.tooMany(
                            "could not log in: too many failed tries; wait "
                                    + (wait.toSeconds() + 1)
                                    + " s",
                            wait.toSeconds() + 1);
                });
        Optional<Operator> found =
                transactions.read(stores -> stores.operators().byName(request.name()));
        boolean right =
                found.map(known -> passwords.matches(request.password(), known.passwordHash()))
                        .orElseGet(() -> passwords.matchesNobody(request.password()));
        if (!right || found.isEmpty() || found.get().disabled()) {
            throttle.failed(request.name(), client);
            throw ProblemException.unauthorised(
                    "could not log in: unknown name, wrong password, or disabled account");
        }
        throttle.succeeded(request.name(), client);
        return open(found.get());
    }

    private SessionView open(Operator operator) {
        String token = BearerTokens.random();
        Instant now = clock.instant();
        Instant expiresAt = now.plus(LIFETIME);
        transactions.change(stores -> {
            stores.sessions().removeExpired(now);
            stores.sessions()
                    .add(
                            new OperatorSession(
                                    BearerTokens.hash(token), operator.id(), now, expiresAt));
            audit.did(
                    stores,
                    operator.name(),
                    "login",
                    ObjectKind.OPERATOR,
                    operator.id().toString());
        });
        return new SessionView(token, operator.id(), operator.name(), operator.role(), expiresAt);
    }

    /// Ends the session of a token, if there is one.
    public void logout(String token, Caller.Operator operator) {
        Checksum hash = BearerTokens.hash(token);
        transactions.change(stores -> {
            stores.sessions().remove(hash);
            audit.did(
                    stores,
                    operator.name(),
                    "logout",
                    ObjectKind.OPERATOR,
                    operator.id().toString());
        });
        remembered.invalidate(hash);
    }

    /// The operator who holds a token whose session is open.
    public Optional<Caller.Operator> holder(String token) {
        Checksum hash = BearerTokens.hash(token);
        Instant now = clock.instant();
        Known known = remembered.getIfPresent(hash);
        Optional<Known> session =
                known != null
                        ? Optional.of(known)
                        : transactions.read(stores -> known(stores, hash));
        if (known == null) {
            session.ifPresent(fresh -> remembered.put(hash, fresh));
        }
        return session.filter(open -> open.expiresAt().isAfter(now)).map(Known::operator);
    }

    private static Optional<Known> known(Stores stores, Checksum hash) {
        return stores.sessions()
                .find(hash)
                .flatMap(session ->
                        stores.operators()
                                .find(session.operator())
                                .filter(operator -> !operator.disabled())
                                .map(operator ->
                                        new Known(
                                                new Caller.Operator(
                                                        operator.id(),
                                                        operator.name(),
                                                        operator.role()),
                                                session.expiresAt())));
    }

    /// Forgets whom it remembers, after an operator was changed.
    public void forget() {
        remembered.invalidateAll();
    }
}
