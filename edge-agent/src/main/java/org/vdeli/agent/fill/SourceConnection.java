package org.vdeli.agent.fill;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// One HTTP/1.1 connection to a source, for ranges of content one after the other (RFC 9110,
/// section 14). For one thread, but [#close] may come from any.
final class SourceConnection implements Closeable {
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final URI source;
    private final Socket socket;
    private final Duration stall;
    private final InputStream in;
    private final byte[] head = new byte[MAX_HEAD_BYTES];
    private int headPosition;
    private int headLimit;
    private long bodyLeft;
    private boolean reusable = true;

    private SourceConnection(URI source, Socket socket, Duration stall) throws IOException {
        this.source = source;
        this.socket = socket;
        this.stall = stall;
        this.in = socket.getInputStream();
    }

    /// @param stall longest time without a byte, also for connecting
    /// @param receiveBuffer bytes, zero for the system's own choice
    static SourceConnection open(URI source, Duration stall, int receiveBuffer)
            throws SourceFailure {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            boolean tls = "https".equals(source.getScheme());
            int port = source.getPort() > 0 ? source.getPort() : tls ? 443 : 80;
            int millis = Math.toIntExact(stall.toMillis());
            socket.connect(new InetSocketAddress(source.getHost(), port), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return new SourceConnection(
                    source, tls ? secured(socket, source, port) : socket, stall);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new SourceFailure(
                    Reason.UNREACHABLE, "could not connect to " + source + ": " + said(e));
        }
    }

    private static Socket secured(Socket plain, URI source, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, source.getHost(), port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /// Asks for the bytes from `from` (inclusive) to `to` (exclusive); [#read] then gives them.
    void request(AssetId asset, String token, Checksum checksum, ByteCount size, long from, long to)
            throws SourceFailure {
        String request =
                "GET "
                        + source.getRawPath()
                        + "/assets/"
                        + asset
                        + "/content HTTP/1.1\r\nHost: "
                        + source.getRawAuthority()
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\nRange: bytes="
                        + from
                        + "-"
                        + (to - 1)
                        + "\r\nAccept-Encoding: identity\r\nUser-Agent: vdeli-agent\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Head answer = readHead();
            check(answer, checksum, size, from, to);
            bodyLeft = to - from;
            reusable = !"close".equalsIgnoreCase(answer.header("connection"));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// Reads some bytes of the body.
    ///
    /// @return how many, at least 1
    int read(byte[] buffer, int offset, int length) throws SourceFailure {
        int wanted = (int) Math.min(length, bodyLeft);
        try {
            int n;
            if (headPosition < headLimit) {
                n = Math.min(wanted, headLimit - headPosition);
                System.arraycopy(head, headPosition, buffer, offset, n);
                headPosition += n;
            } else {
                n = in.read(buffer, offset, wanted);
            }
            if (n <= 0) {
                throw new SourceFailure(
                        Reason.UNREACHABLE,
                        source + " broke off with " + bodyLeft + " bytes to come");
            }
            bodyLeft -= n;
            return n;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// Whether another request can be sent.
    boolean isReusable() {
        return reusable && bodyLeft == 0;
    }

    URI source() {
        return source;
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is of no use any more either way
        }
    }

    private void check(Head answer, Checksum checksum, ByteCount size, long from, long to)
            throws SourceFailure {
        switch (answer.status()) {
            case 206 -> {
                String expected = "bytes " + from + "-" + (to - 1) + "/" + size.bytes();
                String range = answer.header("content-range");
                if (!range.equals(expected)) {
                    throw new SourceFailure(
                            Reason.REFUSED,
                            source + " answered with range '" + range + "', not " + expected);
                }
            }
            case 200 -> {
                if (from != 0 || to != size.bytes()) {
                    throw new SourceFailure(Reason.REFUSED, source + " does not serve ranges");
                }
            }
            case 429, 503 -> throw SourceFailure.busy(source + " answered " + answer.statusLine());
            case 401, 403, 404, 409, 410, 416 ->
                    throw new SourceFailure(
                            Reason.REFUSED, source + " answered " + answer.statusLine());
            default ->
                    throw new SourceFailure(
                            Reason.UNREACHABLE, source + " answered " + answer.statusLine());
        }
        if (!answer.header("content-length").equals(Long.toString(to - from))) {
            throw new SourceFailure(
                    Reason.REFUSED,
                    source
                            + " announced '"
                            + answer.header("content-length")
                            + "' bytes, not "
                            + (to - from));
        }
        String etag = answer.header("etag").replace("\"", "");
        if (etag.length() == checksum.hex().length() && !etag.equals(checksum.hex())) {
            throw new SourceFailure(
                    Reason.REFUSED, source + " holds content " + etag + ", not " + checksum);
        }
    }

    private Head readHead() throws IOException, SourceFailure {
        headPosition = 0;
        headLimit = 0;
        int scanned = 0;
        while (true) {
            for (; scanned + 3 < headLimit; scanned++) {
                if (head[scanned] == '\r'
                        && head[scanned + 1] == '\n'
                        && head[scanned + 2] == '\r'
                        && head[scanned + 3] == '\n') {
                    headPosition = scanned + 4;
                    return Head.parse(new String(head, 0, scanned, StandardCharsets.ISO_8859_1));
                }
            }
            int n = headLimit < head.length ? in.read(head, headLimit, head.length - headLimit) : 0;
            if (n <= 0) {
                throw new SourceFailure(
                        Reason.UNREACHABLE,
                        n < 0
                                ? source + " closed the connection without an answer"
                                : source + " sent too long a head");
            }
            headLimit += n;
        }
    }

    private SourceFailure broken(IOException e) {
        return new SourceFailure(
                Reason.UNREACHABLE,
                e instanceof SocketTimeoutException
                        ? source + " sent nothing for " + stall.toMillis() + " ms"
                        : "lost the connection to " + source + ": " + said(e));
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private record Head(int status, String statusLine, Map<String, String> headers) {
        static Head parse(String text) {
            String[] lines = text.split("\r\n", -1);
            String[] words = lines[0].split(" ", 3);
            Map<String, String> headers = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon > 0) {
                    headers.put(
                            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                            lines[i].substring(colon + 1).strip());
                }
            }
            boolean number = words.length > 1 && words[1].matches("\\d{3}");
            return new Head(
                    number ? Integer.parseInt(words[1]) : 0,
                    lines[0].substring(Math.min(lines[0].length(), "HTTP/1.1 ".length())),
                    headers);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
