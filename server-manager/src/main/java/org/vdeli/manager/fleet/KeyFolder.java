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
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The manager's keys on disk, in `<data>/secrets`: made at the first start, kept ever after. The
/// folder has mode 700, its files mode 600.
///
/// Several managers must have the same files.
public final class KeyFolder {
    private static final String TOKEN_KEY = "token-key";
    private static final String BROKER_KEY = "agent-broker-key";

    private final Path folder;

    /// @param data the manager's data folder
    public KeyFolder(Path data) {
        this.folder = data.resolve("secrets");
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
