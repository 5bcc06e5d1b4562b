package org.vdeli.contracts.ingest;

/// Answer to an [AccountCheck].
public sealed interface LoginAnswer {
    /// The publisher may come in.
    record Welcome(FtpAccount account) implements LoginAnswer {}

    /// The publisher may not, and why in words that the publisher may read.
    record Refused(String reason) implements LoginAnswer {}
}
