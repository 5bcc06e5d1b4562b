package org.vdeli.manager.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.vdeli.contracts.value.Checksum;

/// Opaque random tokens. Only their SHA-256 is kept: with 256 random bits there is nothing that a
/// slow hash could protect.
public final class BearerTokens {
    private static final SecureRandom RANDOM = new SecureRandom();

    private BearerTokens() {}

    /// A new token of 43 characters that need no escaping in a header or URI.
    public static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is kept of a token.
    public static Checksum hash(String token) {
        return Checksum.ofContent(token.getBytes(StandardCharsets.UTF_8));
    }
}
