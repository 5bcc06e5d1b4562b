package org.vdeli.ftp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The service's TLS key and certificate: the operator's, or one made here and kept.
///
/// The one made here is for P-256, whose handshakes cost a fifth of those of RSA with 2048 bits.
final class Certificates {
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final char[] OWN_PASSWORD = "vdeli".toCharArray();

    private Certificates() {}

    /// A TLS context with the operator's keystore.
    static SSLContext load(Path keystore, char[] password) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keystore)) {
                store.load(in, password);
            }
            return context(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(
                    "could not use the keystore "
                            + keystore
                            + ": "
                            + e.getMessage()
                            + "; check ftp.keystore and its password",
                    e);
        }
    }

    /// A TLS context with a self-signed certificate that is made once.
    ///
    /// @param folder where it is kept, as `ftp-certificate.p12` with mode 600; the certificate
    ///   alone also as `ftp-certificate.pem`, for publishers to trust
    static SSLContext loadOrMake(Path folder, Instant now) throws IOException {
        Path file = folder.resolve("ftp-certificate.p12");
        if (!Files.exists(file)) {
            make(file, now);
        }
        return load(file, OWN_PASSWORD);
    }

    private static void make(Path file, Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = sign(keys, now);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "ftp", keys.getPrivate(), OWN_PASSWORD, new Certificate[] {certificate});
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(fresh)) {
                store.store(out, OWN_PASSWORD);
            }
            Files.writeString(file.resolveSibling("ftp-certificate.pem"), pem(certificate));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("could not make a certificate for FTP: " + e.getMessage(), e);
        }
    }

    private static X509Certificate sign(KeyPair keys, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=vdeli FTP");
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(120, new SecureRandom()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(LIFETIME)),
                        name,
                        keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        new GeneralName[] {
                            new GeneralName(GeneralName.dNSName, "localhost"),
                            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                        }));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static SSLContext context(KeyStore store, char[] password)
            throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
