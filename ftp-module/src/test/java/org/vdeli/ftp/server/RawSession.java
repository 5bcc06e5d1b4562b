package org.vdeli.ftp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.commons.net.util.TrustManagerUtils;

/// A client of the service that does what no library lets it do: it holds both connections in its
/// own hands.
final class RawSession implements AutoCloseable {
    private static final Pattern PASSIVE = Pattern.compile("\\|\\|\\|(\\d+)\\|");
    private static final int PATIENCE = 20_000;

    private Socket control;
    private BufferedReader replies;

    private RawSession(Socket control) throws IOException {
        this.control = control;
        this.replies = reader();
        reply();
    }

    /// A session of `anna` in binary mode.
    static RawSession of(int port) throws IOException {
        RawSession session = connected(port);
        session.login();
        return session;
    }

    /// The same with TLS for commands and data; [#secured] lays it over the data.
    static RawSession secured(int port) throws IOException {
        RawSession session = connected(port);
        session.send("AUTH TLS");
        session.control = secured(session.control);
        session.replies = session.reader();
        session.login();
        session.send("PBSZ 0");
        session.send("PROT P");
        return session;
    }

    private static RawSession connected(int port) throws IOException {
        Socket control = new Socket(InetAddress.getLoopbackAddress(), port);
        control.setSoTimeout(PATIENCE);
        return new RawSession(control);
    }

    private BufferedReader reader() throws IOException {
        return new BufferedReader(
                new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
    }

    private void login() throws IOException {
        send("USER anna");
        send("PASS " + Bed.PASSWORD);
        send("TYPE I");
    }

    /// Lays TLS over a connection; the connection stays open when TLS ends.
    static SSLSocket secured(Socket socket) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {TrustManagerUtils.getAcceptAllTrustManager()},
                    new SecureRandom());
            return (SSLSocket)
                    context.getSocketFactory()
                            .createSocket(socket, "127.0.0.1", socket.getPort(), false);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// Sends a line and returns the last line of the reply.
    String send(String line) throws IOException {
        sendOnly(line);
        return reply();
    }

    void sendOnly(String line) throws IOException {
        control.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Begins an upload where another ended.
    Socket resume(long offset, String command) throws IOException {
        return begin(offset, command);
    }

    /// Begins an upload.
    ///
    /// @return the data connection, after the reply 150
    Socket begin(String command) throws IOException {
        return begin(0, command);
    }

    private Socket begin(long offset, String command) throws IOException {
        Matcher port = PASSIVE.matcher(send("EPSV"));
        if (!port.find()) {
            throw new IOException("no passive port");
        }
        Socket data = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
        data.setSoTimeout(PATIENCE);
        if (offset > 0) {
            // Right before the command that it is for (RFC 3659, 5.3).
            send("REST " + offset);
        }
        String answer = send(command);
        if (!answer.startsWith("150")) {
            data.close();
            throw new IOException(answer);
        }
        return data;
    }

    String reply() throws IOException {
        while (true) {
            String line = replies.readLine();
            if (line == null) {
                throw new IOException("the server closed the connection");
            }
            if (line.matches("\\d{3} .*")) {
                return line;
            }
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
