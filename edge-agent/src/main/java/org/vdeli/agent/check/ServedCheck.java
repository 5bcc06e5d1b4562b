package org.vdeli.agent.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.vdeli.contracts.http.TimedCall;

/// Fetches the beginning of a published file as a viewer would, and compares it with the disk.
final class ServedCheck {
    private static final String NAME = "content";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LENGTH = 64 * 1024;

    private final Path www;
    private final String address;
    private final int port;

    /// Puts it together; nothing begins yet.
    ///
    /// @param address that nginx listens on
    ServedCheck(Path www, String address, int port) {
        this.www = www;
        this.address = address;
        this.port = port;
    }

    Finding look() throws InterruptedException {
        try {
            Optional<Path> file = anyFile();
            return file.isEmpty()
                    ? Finding.skip(NAME, "nothing is published here yet")
                    : fetch(file.get());
        } catch (IOException e) {
            return Finding.fail(
                    NAME,
                    "could not read what is published: " + e,
                    "see that this user may read " + www);
        }
    }

    private Optional<Path> anyFile() throws IOException {
        if (!Files.isDirectory(www)) {
            return Optional.empty();
        }
        try (Stream<Path> files =
                Files.find(www, Integer.MAX_VALUE, (p, a) -> a.isRegularFile() && a.size() > 0)) {
            return files.findFirst();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Finding fetch(Path file) throws IOException, InterruptedException {
        URI uri = uri(file);
        byte[] there;
        try (InputStream in = Files.newInputStream(file)) {
            there = in.readNBytes(LENGTH);
        }
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(DEADLINE)
                        .header("Range", "bytes=0-" + (there.length - 1))
                        .build();
        HttpResponse<byte[]> answer;
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build()) {
            answer =
                    TimedCall.send(
                            http, request, HttpResponse.BodyHandlers.ofByteArray(), DEADLINE);
        } catch (IOException e) {
            return Finding.fail(NAME, Trouble.reaching(uri.toString(), e));
        }
        if (answer.statusCode() == 206 && Arrays.equals(answer.body(), there)) {
            return Finding.ok(NAME, uri + " plays: " + there.length + " bytes as on the disk");
        }
        if (!Files.exists(file)) {
            return Finding.skip(NAME, file + " was withdrawn at that moment; check again");
        }
        return answer.statusCode() == 206
                ? Finding.fail(
                        NAME,
                        uri + " gave other bytes than " + file,
                        "see which program answers on this port, and have the asset verified")
                : Finding.fail(
                        NAME,
                        uri + " answered " + answer.statusCode() + " instead of 206",
                        answer.statusCode() == 403
                                ? "nginx's user may not read it: let others enter " + www
                                : "see which program answers on this port");
    }

    private URI uri(Path file) throws IOException {
        String path =
                StreamSupport.stream(www.relativize(file).spliterator(), false)
                        .map(Path::toString)
                        .collect(Collectors.joining("/", "/", ""));
        try {
            return URI.create(
                    new URI("http", null, reachable(address), port, path, null, null)
                            .toASCIIString());
        } catch (URISyntaxException e) {
            throw new IOException("no address for " + file + ": " + e.getMessage(), e);
        }
    }

    /// Where one who stands on this machine reaches what listens on an address.
    static String reachable(String address) {
        return switch (address) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        };
    }
}
