package org.vdeli.manager.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Transactions;

/// The keys that all managers on one database share, as files in a folder: made at the first start
/// of the first manager, kept ever after. The folder has mode 700, its files mode 600.
///
/// Several managers must have the same files; what they are made of stands in the database as
/// fingerprints, and a manager that has others does not start ([#agree]).
public final class KeyFolder {
    private static final String TOKEN_KEY = "token-key";
    private static final String BROKER_KEY = "agent-broker-key";
    private static final String NODE_TOKEN = "ftp-node-token";

    private final Path folder;

    /// @param folder where the keys are; made if need be
    public KeyFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not open the secrets folder " + folder, e);
        }
    }

    /// The Ed25519 pair that signs piece tokens.
    public KeyPair tokenKey() {
        Path file = folder.resolve(TOKEN_KEY);
        try {
            if (!Files.exists(file)) {
                KeyPair fresh = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                store(
                        file,
                        encoded(fresh.getPrivate().getEncoded())
                                + "\n"
                                + encoded(fresh.getPublic().getEncoded())
                                + "\n");
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(decoded(lines.get(1)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(lines.get(0)))));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read or write the token key " + file, e);
        } catch (GeneralSecurityException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new IllegalStateException(
                    "could not use the token key "
                            + file
                            + ": it is damaged; restore it, or"
                            + " remove it and enrol all agents again",
                    e);
        }
    }

    /// The key that the passwords of the agents' broker accounts are made with, 32 bytes.
    public byte[] brokerKey() {
        Path file = folder.resolve(BROKER_KEY);
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[32];
                new SecureRandom().nextBytes(fresh);
                store(file, encoded(fresh) + "\n");
            }
            return decoded(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read or write the broker key " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "could not use the broker key "
                            + file
                            + ": it is damaged; restore it, or"
                            + " remove it and enrol all agents again",
                    e);
        }
    }

    /// The token of FTP nodes that run on their own.
    public String nodeToken() {
        Path file = folder.resolve(NODE_TOKEN);
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[32];
                new SecureRandom().nextBytes(fresh);
                store(file, Base64.getUrlEncoder().withoutPadding().encodeToString(fresh) + "\n");
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read or write the token " + file, e);
        }
    }

    /// Makes sure that this manager has the keys of those that were here before it; the first one
    /// leaves the fingerprints of its own.
    ///
    /// @throws IllegalStateException if it has others
    public void agree(Transactions transactions, Instant now) {
        Map<String, Checksum> own =
                Map.of(
                        TOKEN_KEY, fingerprint(tokenKey().getPublic().getEncoded()),
                        BROKER_KEY, fingerprint(brokerKey()),
                        NODE_TOKEN, fingerprint(nodeToken().getBytes(StandardCharsets.UTF_8)));
        List<String> others =
                transactions.write(stores ->
                        own.entrySet().stream()
                                .filter(key ->
                                        !stores.sharedKeys()
                                                .agree(key.getKey(), key.getValue(), now)
                                                .equals(key.getValue()))
                                .map(Map.Entry::getKey)
                                .sorted()
                                .toList());
        if (!others.isEmpty()) {
            throw new IllegalStateException(
                    "could not join the managers of this database: they have other keys than "
                            + folder
                            + " ("
                            + String.join(", ", others)
                            + "), so what one signs another would refuse; copy these files from the"
                            + " secrets folder of one of the managers, or name a folder that all of"
                            + " them read with --keys");
        }
    }

    private static Checksum fingerprint(byte[] key) {
        return Checksum.ofContent(key);
    }

    private static void store(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(
                                Set.copyOf(PosixFilePermissions.fromString("rw-------"))))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }
}
