package org.vdeli.agent;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.MissQuestion;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.Decoded;
import org.vdeli.contracts.wire.Envelope;
import org.vdeli.services.FreePorts;
import org.vdeli.services.PrivateRabbitMq;

/// One agent as a process of its own with a real nginx, on a real broker, with a manager's HTTP
/// that enrols whoever has the token.
final class EdgeSite implements AutoCloseable {
    static final ServerId SERVER = new ServerId(4711);
    static final String SECRET = "agent-secret";
    private static final String LIVE = "test.live";
    private static final String TOKEN = "one-time-token";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path data;
    private PrivateRabbitMq broker;
    private final HttpServer manager;
    private final int port = FreePorts.one();
    private final Codec codec = new Codec();

    /// A public key (X.509, base64) as a manager has one for piece tokens.
    private static final String TOKEN_KEY = tokenKey();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Report> reports = new ArrayList<>();
    private final List<EnrolmentRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Inventory> inventories = new CopyOnWriteArrayList<>();
    private final List<PeerDoor> doors = new CopyOnWriteArrayList<>();
    private final List<MissQuestion> questions = new CopyOnWriteArrayList<>();
    private volatile Function<MissQuestion, Optional<Job.Fill>> misses = _ -> Optional.empty();
    private volatile boolean known = true;
    private @Nullable Process agent;

    EdgeSite(Path data, PrivateRabbitMq broker) throws Exception {
        this.data = data;
        this.broker = broker;
        Files.createDirectories(data);
        this.manager =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        manager.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        manager.createContext(
                "/agent/v1/enrolments",
                exchange -> {
                    try (exchange) {
                        EnrolmentRequest request =
                                codec.read(
                                        exchange.getRequestBody().readAllBytes(),
                                        EnrolmentRequest.class);
                        requests.add(request);
                        boolean known = request.token().equals(TOKEN);
                        byte[] body =
                                codec.write(enrolled(request)).getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(known ? 200 : 403, known ? body.length : -1);
                        if (known) {
                            exchange.getResponseBody().write(body);
                        }
                    }
                });
        manager.createContext(
                "/agent/v1/inventory",
                exchange -> {
                    try (exchange) {
                        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
                        boolean known = ("Bearer agent:" + SERVER + ":" + SECRET).equals(bearer);
                        if (known) {
                            inventories.add(
                                    codec.read(
                                            exchange.getRequestBody().readAllBytes(),
                                            Inventory.class));
                        }
                        exchange.sendResponseHeaders(known ? 204 : 401, -1);
                    }
                });
        manager.createContext(
                "/agent/v1/peer-door",
                exchange -> {
                    try (exchange) {
                        doors.add(
                                codec.read(
                                        exchange.getRequestBody().readAllBytes(), PeerDoor.class));
                        exchange.sendResponseHeaders(204, -1);
                    }
                });
        manager.createContext(
                "/agent/v1/swarms/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(known ? 404 : 401, -1);
                    }
                });
        manager.createContext(
                "/agent/v1/misses",
                exchange -> {
                    try (exchange) {
                        MissQuestion question =
                                codec.read(
                                        exchange.getRequestBody().readAllBytes(),
                                        MissQuestion.class);
                        questions.add(question);
                        Optional<Job.Fill> order = misses.apply(question);
                        byte[] body =
                                order.map(codec::write).orElse("").getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(
                                order.isPresent() ? 200 : 404,
                                order.isPresent() ? body.length : -1);
                        if (order.isPresent()) {
                            exchange.getResponseBody().write(body);
                        }
                    }
                });
        manager.createContext(
                "/health/live",
                exchange -> {
                    try (exchange) {
                        byte[] body =
                                codec.write(new HealthView(true, List.of()))
                                        .getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            Topology.declareShared(channel);
            channel.queueDeclare(LIVE, true, false, false, Map.of());
            channel.queueBind(LIVE, Topology.REPORTS, "heartbeat.*");
            channel.queueBind(LIVE, Topology.REPORTS, "progress.*");
            channel.queueDelete(Topology.agent(SERVER));
            Topology.declareAgent(channel, SERVER, Optional.empty(), Optional.empty());
            for (Topology.Queue queue : Topology.QUEUES) {
                channel.queuePurge(queue.name());
            }
        }
    }

    private static String tokenKey() {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            KeyPairGenerator.getInstance("Ed25519")
                                    .generateKeyPair()
                                    .getPublic()
                                    .getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Enrolled enrolled(EnrolmentRequest request) {
        return new Enrolled(
                SERVER,
                request.name(),
                broker.uri(),
                broker.user(),
                broker.password(),
                SECRET,
                TOKEN_KEY);
    }

    /// The broker that stands where the first one stood.
    void moveTo(PrivateRabbitMq other) {
        broker = other;
    }

    void startManager() {
        manager.start();
    }

    /// Orders this when a viewer asks for what is not there.
    void answerMisses(Function<MissQuestion, Optional<Job.Fill>> answer) {
        misses = answer;
    }

    /// What the agent asked because of viewers.
    List<MissQuestion> questions() {
        return questions;
    }

    /// No manager answers any more.
    void stopManager() {
        manager.stop(0);
    }

    List<EnrolmentRequest> requests() {
        return requests;
    }

    List<PeerDoor> doors() {
        return doors;
    }

    List<Inventory> inventories() {
        return inventories;
    }

    void startAgent(String... flags) throws IOException {
        startAgentWith(TOKEN, flags);
    }

    void startAgentWith(String token, String... flags) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.vdeli.agent.Agent",
                                "run"));
        command.addAll(flags());
        command.addAll(Arrays.asList(flags));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("VDELI_"));
        builder.environment().put("VDELI_ENROLMENT_TOKEN", token);
        agent = builder.start();
    }

    /// The configuration of the agent, as flags.
    List<String> flags() {
        return List.of(
                "--data=" + data,
                "--name=edge-1",
                "--manager=" + manager(),
                "--addresses=127.0.0.1",
                "--nginx.listen=127.0.0.1",
                "--peer.listen=127.0.0.1",
                "--peer.port=0",
                "--nginx.port=" + port,
                "--report.heartbeat-interval=500ms",
                "--report.sample-interval=1s",
                "--disk.reserve=1MiB");
    }

    URI manager() {
        return URI.create("http://127.0.0.1:" + manager.getAddress().getPort());
    }

    /// A file with the token, for an agent that gets it by its flags.
    Path tokenFile() throws IOException {
        Path file = data.resolveSibling("token");
        Files.writeString(file, TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /// The manager knows no agent from now on.
    void forgetAgents() {
        known = false;
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".agent.log");
    }

    String logText() throws IOException {
        return Files.readString(log());
    }

    Process agent() {
        if (agent == null) {
            throw new IllegalStateException("the agent was not started");
        }
        return agent;
    }

    /// kill -9.
    void killAgent() throws InterruptedException {
        agent().destroyForcibly();
        agent().waitFor();
    }

    void stopAgent() throws InterruptedException {
        agent().destroy();
        if (!agent().waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the agent did not stop within 20 s");
        }
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.uriWithLogin());
        return factory.newConnection();
    }

    void send(Job job) throws Exception {
        send(codec.encode(new Envelope<>(Codec.VERSION, UUID.randomUUID(), Instant.now(), job)));
    }

    void send(byte[] body) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish(
                    Topology.JOBS,
                    Topology.agent(SERVER),
                    new AMQP.BasicProperties.Builder().deliveryMode(2).build(),
                    body);
            channel.waitForConfirmsOrDie(5000);
        }
    }

    /// Takes what has come from the queues of the manager.
    private void drain() throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            for (String queue : List.of(Topology.CONFIRMATIONS, Topology.SAMPLES, LIVE)) {
                for (GetResponse got = channel.basicGet(queue, true);
                        got != null;
                        got = channel.basicGet(queue, true)) {
                    if (!broker.user().equals(got.getProps().getUserId())) {
                        throw new AssertionError("a report without its sender");
                    }
                    switch (codec.decodeReport(got.getBody())) {
                        case Decoded.Message<Report> message ->
                                reports.add(message.envelope().body());
                        case Decoded.Malformed<Report> malformed ->
                                throw new AssertionError(malformed.reason());
                    }
                }
            }
        }
    }

    <T extends Report> List<T> reports(Class<T> type) throws Exception {
        drain();
        return reports.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Report.Confirmation> confirmations(JobId job) throws Exception {
        return reports(Report.Confirmation.class).stream()
                .filter(confirmation -> confirmation.job().equals(job))
                .toList();
    }

    Report.Confirmation awaitConfirmation(JobId job, int attempt) {
        return Awaitility.await("confirmation of " + job)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () ->
                                confirmations(job).stream()
                                        .filter(c -> c.attempt() == attempt)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    int deadLetters() throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return channel.queueDeclarePassive(Topology.DEAD_LETTERS).getMessageCount();
        }
    }

    URI address(AssetPath path) {
        String encoded =
                Arrays.stream(path.toString().split("/", -1))
                        .map(part ->
                                java.net.URLEncoder.encode(part, StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                        .collect(Collectors.joining("/"));
        return URI.create("http://127.0.0.1:" + port + "/" + encoded);
    }

    HttpResponse<byte[]> get(URI address, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    Path served(AssetPath path) {
        return path.below(data.resolve("www"));
    }

    Path data() {
        return data;
    }

    long nginxPid() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("nginx/nginx.pid")).strip());
    }

    @Override
    public void close() throws IOException {
        manager.stop(0);
        Process process = agent;
        if (process != null) {
            process.destroy();
            process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).join();
            process.destroyForcibly().onExit().join();
        }
        Path pid = data.resolve("nginx/nginx.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(nginxPid())
                    .ifPresent(master -> {
                        master.destroy();
                        master.onExit().completeOnTimeout(master, 10, TimeUnit.SECONDS).join();
                    });
        }
    }
}
