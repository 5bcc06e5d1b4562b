package org.vdeli.manager.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// RabbitMQ's management HTTP API, as far as the manager uses it: users with their rights, and what
/// waits in queues. Every call has a deadline; all writes may be repeated.
///
/// What an agent's account may do stands in [Topology#permissions]: the broker itself refuses
/// foreign queues and reports under a foreign routing key.
public final class BrokerManagement implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String VHOST = "%2F";

    private final HttpClient client;
    private final String root;
    private final String authorization;
    private final ObjectMapper json = new ObjectMapper();

    /// @param base such as `http://127.0.0.1:15672`, with or without `/api` at its end
    /// @param user an administrator of the broker
    public BrokerManagement(URI base, String user, String password) {
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(DEADLINE)
                        .build();
        this.root = root(base);
        this.authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /// An agent's account with its queue.
    ///
    /// @param password the account's, as the agent knows it
    /// @param cluster,region whose hints reach the agent, too
    public record AgentAccount(
            ServerId server,
            String password,
            Optional<ClusterId> cluster,
            Optional<RegionId> region) {
        @Override
        public String toString() {
            return "AgentAccount[server=" + server + "]";
        }
    }

    /// What waits in a queue.
    ///
    /// @param policy of the queue, empty if none
    public record QueueDepth(String name, long messages, long consumers, String policy) {}

    /// One message of a queue, looked at without taking it.
    ///
    /// @param queue from which it was refused, if a consumer says so
    /// @param reason why it is there: the broker's or the consumer's words
    public record PeekedMessage(
            String exchange,
            String routingKey,
            String queue,
            String reason,
            String body,
            long bytes) {}

    /// Makes accounts with their rights, queues and bindings, all in one call. What is there
    /// already is brought to this state, or left if it is in it; messages that wait stay.
    ///
    /// @throws BrokerManagementException if the broker does not do so
    public void putAgents(Collection<AgentAccount> accounts) {
        List<Map<String, Object>> users = new ArrayList<>();
        List<Map<String, Object>> permissions = new ArrayList<>();
        List<Map<String, Object>> topicPermissions = new ArrayList<>();
        List<Map<String, Object>> queues = new ArrayList<>();
        List<Map<String, Object>> bindings = new ArrayList<>();
        for (AgentAccount account : accounts) {
            String user = Topology.agentUser(account.server());
            Topology.AgentPermissions rights = Topology.permissions(account.server());
            users.add(Map.of("name", user, "password", account.password(), "tags", ""));
            permissions.add(
                    Map.of(
                            "user", user,
                            "vhost", "/",
                            "configure", rights.configure(),
                            "write", rights.write(),
                            "read", rights.read()));
            topicPermissions.add(
                    Map.of(
                            "user", user,
                            "vhost", "/",
                            "exchange", rights.topicExchange(),
                            "write", rights.topicWrite(),
                            "read", rights.topicRead()));
            Topology.Queue queue = Topology.agentQueue(account.server());
            queues.add(
                    Map.of(
                            "name",
                            queue.name(),
                            "vhost",
                            "/",
                            "durable",
                            true,
                            "auto_delete",
                            false,
                            "arguments",
                            queue.arguments()));
            for (Topology.Binding binding :
                    Topology.agentBindings(account.server(), account.cluster(), account.region())) {
                bindings.add(
                        Map.of(
                                "source", binding.exchange(),
                                "vhost", "/",
                                "destination", binding.queue(),
                                "destination_type", "queue",
                                "routing_key", binding.key(),
                                "arguments", Map.of()));
            }
        }
        send(
                "POST",
                "/api/definitions",
                Optional.of(
                        json.writeValueAsString(
                                Map.of(
                                        "users", users,
                                        "permissions", permissions,
                                        "topic_permissions", topicPermissions,
                                        "queues", queues,
                                        "bindings", bindings))),
                Set.of(200, 201, 204));
    }

    /// Removes an agent's account and queue; what is not there is removed already.
    public void removeAgent(ServerId server) {
        send(
                "DELETE",
                "/api/users/" + encoded(Topology.agentUser(server)),
                Optional.empty(),
                Set.of(204, 404));
        send(
                "DELETE",
                "/api/queues/" + VHOST + "/" + encoded(Topology.agent(server)),
                Optional.empty(),
                Set.of(204, 404));
    }

    /// Makes a policy for queues, or changes it.
    ///
    /// @param pattern of the queues' names, a regular expression of RabbitMQ
    void putPolicy(String name, String pattern, Map<String, Object> definition) {
        send(
                "PUT",
                "/api/policies/" + VHOST + "/" + encoded(name),
                Optional.of(
                        json.writeValueAsString(
                                Map.of(
                                        "pattern", pattern,
                                        "definition", definition,
                                        "apply-to", "queues"))),
                Set.of(201, 204));
    }

    /// Routing keys by which jobs reach each agent's queue.
    public Map<String, Set<String>> jobBindings() {
        Map<String, Set<String>> keys = new HashMap<>();
        get("/api/exchanges/" + VHOST + "/" + encoded(Topology.JOBS) + "/bindings/source")
                .valueStream()
                .forEach(binding ->
                        keys.computeIfAbsent(
                                        binding.path("destination").asString(""),
                                        queue -> new HashSet<>())
                                .add(binding.path("routing_key").asString("")));
        return keys;
    }

    /// Takes a binding of an agent's queue away; one that is not there is away already.
    void unbindJobs(String queue, String key) {
        send(
                "DELETE",
                "/api/bindings/"
                        + VHOST
                        + "/e/"
                        + encoded(Topology.JOBS)
                        + "/q/"
                        + encoded(queue)
                        + "/"
                        + encoded(key),
                Optional.empty(),
                Set.of(204, 404));
    }

    /// Names of all users.
    public Set<String> users() {
        JsonNode users = get("/api/users?columns=name");
        return users.valueStream()
                .map(user -> user.path("name").asString(""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// How many messages wait in a queue; empty when there is no such queue.
    public Optional<QueueDepth> depth(String queue) {
        HttpResponse<String> answer =
                send(
                        "GET",
                        "/api/queues/" + VHOST + "/" + encoded(queue),
                        Optional.empty(),
                        Set.of(200, 404));
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        JsonNode found = json.readTree(answer.body());
        return Optional.of(
                new QueueDepth(
                        queue,
                        found.path("messages").asLong(0),
                        found.path("consumers").asLong(0),
                        found.path("policy").asString("")));
    }

    /// Looks at the first messages of a queue and leaves them there.
    ///
    /// @param limit how many, at most 100
    public List<PeekedMessage> peek(String queue, int limit) {
        HttpResponse<String> answer =
                send(
                        "POST",
                        "/api/queues/" + VHOST + "/" + encoded(queue) + "/get",
                        Optional.of(
                                json.writeValueAsString(
                                        Map.of(
                                                "count",
                                                Math.clamp(limit, 1, 100),
                                                "ackmode",
                                                "ack_requeue_true",
                                                "encoding",
                                                "auto",
                                                "truncate",
                                                4096))),
                        Set.of(200));
        return json.readTree(answer.body())
                .valueStream()
                .map(message ->
                        new PeekedMessage(
                                message.path("exchange").asString(""),
                                message.path("routing_key").asString(""),
                                message.path("properties")
                                        .path("headers")
                                        .path(Topology.QUEUE_HEADER)
                                        .asString(""),
                                reasonOf(message.path("properties").path("headers")),
                                message.path("payload").asString(""),
                                message.path("payload_bytes").asLong(0)))
                .toList();
    }

    /// Deletes all messages of a queue that no consumer holds.
    public void purge(String queue) {
        send(
                "DELETE",
                "/api/queues/" + VHOST + "/" + encoded(queue) + "/contents",
                Optional.empty(),
                Set.of(200, 204));
    }

    private static String reasonOf(JsonNode headers) {
        String own = headers.path(Topology.REASON_HEADER).asString("");
        return own.isEmpty() ? headers.path("x-first-death-reason").asString("unknown") : own;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private JsonNode get(String path) {
        return json.readTree(send("GET", path, Optional.empty(), Set.of(200)).body());
    }

    private HttpResponse<String> send(
            String method, String path, Optional<String> body, Set<Integer> expected) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(DEADLINE)
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.map(HttpRequest.BodyPublishers::ofString)
                                        .orElseGet(HttpRequest.BodyPublishers::noBody))
                        .build();
        String what = method + " " + path;
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (!expected.contains(answer.statusCode())) {
                throw new BrokerManagementException(
                        what, "it answered " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new BrokerManagementException(what, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerManagementException(what, "interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// The address without the `/api` that it may end with.
    private static String root(URI base) {
        return base.toString().replaceAll("(/api)?/*$", "");
    }
}
