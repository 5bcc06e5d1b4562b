package org.vdeli.ftp.server;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.ingest.FtpAccount.Permission;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.account.AccountsUnavailable;

/// Accounts kept in memory.
final class InMemoryAccounts implements Accounts {
    private record Entry(FtpAccount account, String password) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    volatile boolean reachable = true;

    InMemoryAccounts with(String name, String password, List<String> projects) {
        return with(name, password, projects, EnumSet.allOf(Permission.class));
    }

    InMemoryAccounts with(
            String name, String password, List<String> projects, Set<Permission> permissions) {
        entries.put(
                name,
                new Entry(
                        new FtpAccount(
                                new PublisherId(entries.size() + 1L),
                                name,
                                projects,
                                permissions,
                                Optional.empty(),
                                Optional.of("Bye, " + name),
                                Optional.empty()),
                        password));
        return this;
    }

    @Override
    public LoginAnswer check(AccountCheck check) {
        if (!reachable) {
            throw new AccountsUnavailable("no manager", null);
        }
        Entry entry = entries.get(check.name());
        return entry != null && entry.password().equals(check.password())
                ? new LoginAnswer.Welcome(entry.account())
                : new LoginAnswer.Refused("Wrong name or password");
    }
}
