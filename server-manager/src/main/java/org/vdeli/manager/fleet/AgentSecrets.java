package org.vdeli.manager.fleet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Checksum;

/// The two secrets of an agent: one for the manager's HTTP, one for the broker.
///
/// The first is random; only its SHA-256 is stored (it has 256 bits of chance, so a slow hash would
/// add nothing). The second is HMAC-SHA256 of the server and that hash under a key of the manager:
/// it changes with each enrolment, is stored nowhere, and can be made again when the broker lost
/// its accounts.
public final class AgentSecrets {
    private static final int SECRET_BYTES = 32;

    private final byte[] key;
    private final SecureRandom random;

    /// @param key at least 32 random bytes, the same for all managers and over restarts
    public AgentSecrets(byte[] key, SecureRandom random) {
        if (key.length < SECRET_BYTES) {
            throw new IllegalArgumentException("the key must have at least 32 bytes");
        }
        this.key = key.clone();
        this.random = random;
    }

    /// A new secret for the manager's HTTP.
    public String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is stored of a secret or token.
    public static Checksum hash(String secret) {
        return Checksum.ofContent(secret.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a secret is the one with this hash; takes the same time for any wrong one.
    public static boolean matches(String secret, Checksum hash) {
        return MessageDigest.isEqual(hash(secret).bytes(), hash.bytes());
    }

    /// The password of the agent's account at the broker.
    public String brokerPassword(ServerId server, Checksum secretHash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(("broker:" + server + ":").getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(secretHash.bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
