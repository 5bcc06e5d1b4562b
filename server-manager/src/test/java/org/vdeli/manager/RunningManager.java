package org.vdeli.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.database.DatabaseSettings;

/// A manager in a process of its own, which can be killed, on a database and a broker that it may
/// share with others.
final class RunningManager implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration CALL = Duration.ofSeconds(30);

    final Path data;
    final int number;
    private final List<String> flags;
    private final Map<String, String> secrets;
    private final Path keys;
    private final Codec codec = new Codec();
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private URI http;

    /// Starts it; [#awaitReady] waits until it is ready.
    ///
    /// @param keys that all of them share
    RunningManager(
            Path data,
            int number,
            int port,
            Path keys,
            DatabaseSettings database,
            SharedBroker broker) {
        this.data = data;
        this.number = number;
        this.keys = keys;
        this.http = URI.create("http://127.0.0.1:" + port);
        this.flags =
                List.of(
                        "--data=" + data,
                        "--number=" + number,
                        "--keys=" + keys,
                        "--http.port=" + port,
                        "--ftp.enabled=false",
                        "--database.url=" + database.url(),
                        "--database.user=" + database.user(),
                        "--broker.uri=" + broker.uri(),
                        "--broker.management-uri=" + broker.managementUri(),
                        "--broker.user=" + broker.user(),
                        "--fleet.silent-after=3s",
                        "--retry.first=1s",
                        "--retry.longest=3s");
        this.secrets =
                Map.of(
                        "VDELI_DATABASE_PASSWORD", database.password().value(),
                        "VDELI_BROKER_PASSWORD", broker.password());
        this.process = run();
    }

    private Process run() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Manager.class.getName(),
                                "run"));
        command.addAll(flags);
        try {
            Files.createDirectories(data);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(secrets);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start the manager in " + data, e);
        }
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    String said() throws IOException {
        return Files.readString(log());
    }

    RunningManager awaitReady() throws Exception {
        Instant end = Instant.now().plus(START);
        while (!Files.exists(data.resolve("manager.json"))) {
            if (Instant.now().isAfter(end) || process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the manager did not start:\n" + said());
            }
        }
        return this;
    }

    /// As a loss of power would.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it again after it was killed.
    void startAgain() throws Exception {
        Files.deleteIfExists(data.resolve("manager.json"));
        process = run();
        awaitReady();
    }

    /// The status with which it ends by itself.
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the manager did not end");
        }
        return process.exitValue();
    }

    URI http() {
        return http;
    }

    // --- operators

    /// Logs the first admin in, whose password is in the folder of the manager that made him.
    String login(String password) throws Exception {
        byte[] answer =
                call(
                        "POST",
                        "/api/v1/sessions",
                        "",
                        codec.write(new LoginRequest("admin", password)));
        return codec.read(answer, SessionView.class).token();
    }

    byte[] call(String method, String path, String token, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(http.resolve(path))
                        .timeout(CALL)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    path
                            + " answered "
                            + answer.statusCode()
                            + " "
                            + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    <T> List<T> list(String path, String token, Class<T> type) throws Exception {
        Page<T> page = codec.readPage(call("GET", path, token, ""), type);
        return page.items();
    }

    List<LiveView> live(String token) throws Exception {
        return list("/api/v1/live", token, LiveView.class);
    }

    /// Follows its event stream as a console does, until the process or the test ends.
    List<ConsoleEvent> follow(String token) {
        List<ConsoleEvent> events = new CopyOnWriteArrayList<>();
        HttpRequest request =
                HttpRequest.newBuilder(http.resolve("/api/v1/events"))
                        .header("Authorization", "Bearer " + token)
                        .build();
        var _ =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                        .thenAcceptAsync(
                                answer -> {
                                    try (Stream<String> lines = answer.body()) {
                                        lines.filter(line -> line.startsWith("data: "))
                                                .map(line -> line.substring(6))
                                                .forEach(json ->
                                                        events.add(
                                                                codec.read(
                                                                        json, ConsoleEvent.class)));
                                    }
                                },
                                task -> Thread.ofVirtual().start(task));
        return events;
    }

    // --- publishers

    /// Delivers an upload as an FTP node does.
    void upload(String path, byte[] content, UUID receipt) throws Exception {
        String token = Files.readString(keys.resolve("ftp-node-token")).strip();
        HttpRequest request =
                HttpRequest.newBuilder(http.resolve("/ftp/v1/uploads/" + receipt + "/content"))
                        .timeout(CALL)
                        .header("Authorization", "Bearer " + token)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IllegalStateException("could not upload " + path + ": " + answer.body());
        }
        UploadDelivery delivery =
                new UploadDelivery(
                        receipt,
                        AssetPath.parse(path),
                        ByteCount.of(content.length),
                        Checksum.ofContent(content),
                        ByteCount.of(1024 * 1024),
                        List.of(Checksum.ofContent(content)),
                        Instant.now(),
                        "127.0.0.1");
        var _ = call("POST", "/ftp/v1/uploads", token, codec.write(delivery));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
