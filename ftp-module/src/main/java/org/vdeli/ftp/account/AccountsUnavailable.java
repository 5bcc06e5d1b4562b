package org.vdeli.ftp.account;

import org.jspecify.annotations.Nullable;

/// The manager gave no answer to a login.
public final class AccountsUnavailable extends RuntimeException {
    public AccountsUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
