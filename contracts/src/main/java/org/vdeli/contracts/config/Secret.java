package org.vdeli.contracts.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/// A text that must not be shown: `toString` masks it, so that it cannot slip into a log.
public final class Secret {
    /// What stands in place of a secret wherever a configuration is shown.
    public static final String MASK = "********";

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /// Takes a text into custody.
    ///
    /// @param value the secret itself
    /// @return the secret, masked from now on
    public static Secret of(String value) {
        return new Secret(value);
    }

    /// Returns the secret itself; hand it only to what needs it
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8),
                        that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
