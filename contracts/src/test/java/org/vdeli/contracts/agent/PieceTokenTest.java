package org.vdeli.contracts.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

final class PieceTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    private final KeyPair keys = keys();
    private final PieceToken token =
            new PieceToken(new AssetId(5), new ServerId(6), NOW.plusSeconds(60));

    @Test
    void whatTheManagerSignedIsAccepted() {
        assertThat(PieceToken.verify(token.sign(keys.getPrivate()), keys.getPublic(), NOW))
                .contains(token);
    }

    @Test
    void anExpiredTokenIsRefused() {
        String text = token.sign(keys.getPrivate());
        assertThat(PieceToken.verify(text, keys.getPublic(), NOW.plusSeconds(59))).isPresent();
        assertThat(PieceToken.verify(text, keys.getPublic(), NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void aForgedTokenIsRefused() {
        String text = token.sign(keys.getPrivate());
        String other =
                new PieceToken(new AssetId(7), new ServerId(6), NOW.plusSeconds(60))
                        .sign(keys.getPrivate());
        String mixed = other.substring(0, other.indexOf('.')) + text.substring(text.indexOf('.'));

        assertThat(PieceToken.verify(mixed, keys.getPublic(), NOW)).isEmpty();
        assertThat(PieceToken.verify(token.sign(keys().getPrivate()), keys.getPublic(), NOW))
                .isEmpty();
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (String text : new String[] {"", ".", "a.b", "a.b.c", "\u00e9.x", "x".repeat(5000)}) {
            assertThat(PieceToken.verify(text, keys.getPublic(), NOW)).isEmpty();
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
