package org.vdeli.manager.publisher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.account.AccountsUnavailable;
import org.vdeli.manager.access.BearerTokens;
import org.vdeli.manager.access.LoginThrottle;
import org.vdeli.manager.access.Passwords;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.database.Transactions;

/// Checks publishers' logins for FTP nodes. Unknown name, wrong password and disabled account get
/// the same words after the same work.
///
/// A password that was right is remembered for a minute, as its SHA-256 together with the stored
/// hash, so that a client with many sessions does not pay for the slow hash in each; a changed
/// password or account counts at once all the same, as the account is read every time.
public final class PublisherAccounts implements Accounts {
    private static final String REFUSED =
            "Login refused: unknown name, wrong password, or disabled account.";

    private final Transactions transactions;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Cache<Checksum, Boolean> rightLately =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .build();

    public PublisherAccounts(
            Transactions transactions, Passwords passwords, LoginThrottle throttle) {
        this.transactions = transactions;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    private record Account(Publisher publisher, List<String> projects) {}

    @Override
    public LoginAnswer check(AccountCheck check) {
        try {
            return decide(check);
        } catch (DatabaseUnavailable | ProblemException e) {
            throw new AccountsUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private LoginAnswer decide(AccountCheck check) {
        Optional<Duration> wait = throttle.wait(check.name(), check.client());
        if (wait.isPresent()) {
            return new LoginAnswer.Refused(
                    "Login refused: too many failed tries; wait "
                            + (wait.get().toSeconds() + 1)
                            + " s.");
        }
        Optional<Account> found = transactions.read(stores -> account(stores, check.name()));
        boolean right =
                found.map(account -> matches(check.password(), account.publisher().passwordHash()))
                        .orElseGet(() -> passwords.matchesNobody(check.password()));
        if (!right || found.isEmpty() || found.get().publisher().disabled()) {
            throttle.failed(check.name(), check.client());
            return new LoginAnswer.Refused(REFUSED);
        }
        throttle.succeeded(check.name(), check.client());
        return new LoginAnswer.Welcome(view(found.get()));
    }

    private boolean matches(String password, String hash) {
        Checksum both = BearerTokens.hash(hash + "\n" + password);
        if (rightLately.getIfPresent(both) != null) {
            return true;
        }
        boolean right = passwords.matches(password, hash);
        if (right) {
            rightLately.put(both, true);
        }
        return right;
    }

    private static Optional<Account> account(Stores stores, String name) {
        return stores.publishers()
                .byName(name)
                .filter(publisher -> publisher.name().equals(name))
                .map(publisher ->
                        new Account(
                                publisher,
                                stores.projects().ofPublisher(publisher.id()).stream()
                                        .map(Project::name)
                                        .toList()));
    }

    private static FtpAccount view(Account account) {
        Publisher publisher = account.publisher();
        return new FtpAccount(
                publisher.id(),
                publisher.name(),
                account.projects(),
                publisher.permissions(),
                publisher.welcome(),
                publisher.farewell(),
                publisher.home());
    }

    /// Forgets which passwords were right lately.
    public void forget() {
        rightLately.invalidateAll();
    }
}
