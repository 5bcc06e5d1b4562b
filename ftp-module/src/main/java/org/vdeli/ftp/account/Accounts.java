package org.vdeli.ftp.account;

import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.LoginAnswer;

/// The publishers' accounts, which the manager owns.
///
/// Called from many threads at once, one call per login.
public interface Accounts {
    /// Asks whether a publisher may log in.
    ///
    /// @throws AccountsUnavailable if there is no answer: the publisher is then not let in
    LoginAnswer check(AccountCheck check);
}
