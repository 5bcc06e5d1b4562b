package org.vdeli.contracts.wire;

/// What came of reading a message.
public sealed interface Decoded<T> {
    /// It is well formed. Its body may be of an `Unknown` kind.
    record Message<T>(Envelope<T> envelope) implements Decoded<T> {}

    /// It can never be read, and why.
    record Malformed<T>(String reason) implements Decoded<T> {}
}
