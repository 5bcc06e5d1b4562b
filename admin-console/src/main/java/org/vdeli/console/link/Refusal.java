package org.vdeli.console.link;

/// Why a call was not answered as asked. Each has a text in the labels (`refusal.<NAME>`).
public enum Refusal {
    /// Nothing answers at that address, or not in time.
    UNREACHABLE,
    /// Something answers, but not as a vdeli manager does.
    NOT_A_MANAGER,
    /// Name or password are wrong.
    WRONG_CREDENTIALS,
    /// The session has expired or was ended.
    SESSION_EXPIRED,
    /// The operator's role does not allow it.
    FORBIDDEN,
    /// The object is gone.
    NOT_FOUND,
    /// What was sent breaks a rule.
    INVALID,
    /// Too many calls in a short time.
    TOO_MANY,
    /// The manager could not do it.
    MANAGER_FAILED,
    /// This program could not ask: a fault of it, which its log tells.
    CONSOLE_FAILED
}
