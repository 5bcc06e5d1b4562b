package org.vdeli.ftp.ftpput;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.util.TrustManagerUtils;
import org.jspecify.annotations.Nullable;

/// Opens sessions.
final class Clients {
    /// Above this one stream gains nothing on loopback.
    private static final int BUFFER_BYTES = 256 * 1024;

    private Clients() {}

    /// A session that is logged in, in passive mode and of the right type.
    ///
    /// @throws CannotLogIn if there is none to be had
    static FTPClient open(Target target) throws CannotLogIn {
        FTPClient client = null;
        try {
            client = target.tls() ? secured(target) : new FTPClient();
            client.setControlEncoding(StandardCharsets.UTF_8.name());
            int millis = Math.toIntExact(target.timeout().toMillis());
            client.setConnectTimeout(millis);
            client.setDefaultTimeout(millis);
            client.setDataTimeout(target.timeout());
            client.setBufferSize(BUFFER_BYTES);
            client.connect(target.host(), target.port());
            if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
                throw new CannotLogIn(text(client), false);
            }
            client.setTcpNoDelay(true);
            if (!client.login(target.user(), target.password())) {
                throw new CannotLogIn(
                        "could not log in as " + target.user() + ": " + text(client), true);
            }
            if (client instanceof FTPSClient secured) {
                secured.execPBSZ(0);
                secured.execPROT("P");
            }
            client.enterLocalPassiveMode();
            client.setFileType(target.ascii() ? FTP.ASCII_FILE_TYPE : FTP.BINARY_FILE_TYPE);
            return client;
        } catch (CannotLogIn e) {
            close(client);
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            close(client);
            throw new CannotLogIn(
                    "could not connect to "
                            + target.host()
                            + ":"
                            + target.port()
                            + ": "
                            + (e.getMessage() == null ? e.toString() : e.getMessage()),
                    false,
                    e);
        }
    }

    /// What the server said last, on one line.
    static String text(FTPClient client) {
        return String.valueOf(client.getReplyString()).strip().replaceAll("\\s+", " ");
    }

    /// Ends a session, whatever state it is in.
    static void close(@Nullable FTPClient client) {
        if (client != null && client.isConnected()) {
            try {
                client.disconnect();
            } catch (IOException e) {
                // It was to end anyway.
            }
        }
    }

    private static FTPSClient secured(Target target) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trustManager(target)}, null);
        return new SecuredClient(context, !target.insecure());
    }

    private static TrustManager trustManager(Target target)
            throws IOException, GeneralSecurityException {
        if (target.insecure()) {
            return TrustManagerUtils.getAcceptAllTrustManager();
        }
        if (target.authorities().isPresent()) {
            return trusting(target.authorities().get());
        }
        TrustManagerFactory standard =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        standard.init((KeyStore) null);
        return standard.getTrustManagers()[0];
    }

    private static TrustManager trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, c);
            }
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers()[0];
    }
}
