package org.vdeli.manager.database;

/// Makes identities: positive, 64-bit, growing with time, unique over all managers (TSID).
@FunctionalInterface
public interface IdMint {
    /// A number that no other call returned or will return.
    long next();
}
