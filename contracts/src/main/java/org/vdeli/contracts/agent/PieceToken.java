package org.vdeli.contracts.agent;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

/// Permission for one server to read one asset from any holder until a time. The manager signs it
/// (Ed25519, RFC 8032) and every holder checks it alone, with the manager's public key.
///
/// The text form is `base64url(asset.reader.expiry).base64url(signature)`, expiry in epoch seconds.
public record PieceToken(AssetId asset, ServerId reader, Instant expires) {

    /// The signed text form, for the header `Authorization: Bearer`.
    public String sign(PrivateKey key) {
        byte[] claims =
                (asset + "." + reader + "." + expires.getEpochSecond())
                        .getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(claims);
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            return encoder.encodeToString(claims) + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not sign a piece token with this key", e);
        }
    }

    /// The token of a text form, if its signature is right and it has not expired.
    public static Optional<PieceToken> verify(String text, PublicKey key, Instant now) {
        String[] halves = text.split("\\.", -1);
        if (halves.length != 2 || text.length() > 400) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(halves[0]);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(claims);
            if (!signature.verify(Base64.getUrlDecoder().decode(halves[1]))) {
                return Optional.empty();
            }
            String[] parts = new String(claims, StandardCharsets.US_ASCII).split("\\.", -1);
            PieceToken token =
                    new PieceToken(
                            AssetId.of(parts[0]),
                            ServerId.of(parts[1]),
                            Instant.ofEpochSecond(Long.parseLong(parts[2])));
            return token.expires.isAfter(now) ? Optional.of(token) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
