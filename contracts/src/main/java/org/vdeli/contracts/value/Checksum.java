package org.vdeli.contracts.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 of some bytes (FIPS 180-4), as `sha256sum` prints it.
///
/// @param hex 64 lower-case hexadecimal digits
public record Checksum(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Checksum {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "not a SHA-256 of 64 lower-case hexadecimal digits: "
                            + (hex.length() <= 80 ? hex : hex.substring(0, 80) + "..."));
        }
    }

    public static Checksum of(String hex) {
        return new Checksum(hex);
    }

    /// The checksum whose 32 bytes these are.
    public static Checksum ofDigest(byte[] digest) {
        return new Checksum(HexFormat.of().formatHex(digest));
    }

    /// The checksum of all these bytes.
    public static Checksum ofContent(byte[] content) {
        return ofDigest(newDigest().digest(content));
    }

    /// A fresh SHA-256 computation.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The 32 bytes.
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
