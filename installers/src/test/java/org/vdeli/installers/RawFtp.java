package org.vdeli.installers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An FTP client that sends any line it is told to (RFC 959).
final class RawFtp implements AutoCloseable {
    private static final Pattern PASSIVE = Pattern.compile("\\|\\|\\|(\\d+)\\|");

    private final String host;
    private final Socket control;
    private final BufferedReader replies;

    RawFtp(String host, int port) throws IOException {
        this.host = host;
        this.control = new Socket(host, port);
        control.setSoTimeout(20_000);
        this.replies =
                new BufferedReader(
                        new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
        reply();
    }

    /// Sends a line and returns the last line of the reply.
    String send(String line) throws IOException {
        control.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reply();
    }

    /// Stores some bytes under a name and returns the final reply.
    String store(String name, byte[] content) throws IOException {
        Matcher port = PASSIVE.matcher(send("EPSV"));
        if (!port.find()) {
            throw new IOException("no passive port");
        }
        try (Socket data = new Socket(host, Integer.parseInt(port.group(1)))) {
            String answer = send("STOR " + name);
            if (!answer.startsWith("1")) {
                return answer;
            }
            try (OutputStream output = data.getOutputStream()) {
                output.write(content);
            }
        }
        return reply();
    }

    private String reply() throws IOException {
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
