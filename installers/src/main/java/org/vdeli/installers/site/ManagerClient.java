package org.vdeli.installers.site;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ClusterDraft;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.CopyDraft;
import org.vdeli.contracts.api.DistributionView;
import org.vdeli.contracts.api.EnrolmentTokenDraft;
import org.vdeli.contracts.api.EnrolmentTokenView;
import org.vdeli.contracts.api.HealthView;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.OperatorDraft;
import org.vdeli.contracts.api.OperatorView;
import org.vdeli.contracts.api.OrderedCopyView;
import org.vdeli.contracts.api.OriginCopyView;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.ProjectDraft;
import org.vdeli.contracts.api.ProjectView;
import org.vdeli.contracts.api.PublisherDraft;
import org.vdeli.contracts.api.PublisherView;
import org.vdeli.contracts.api.PurgeDraft;
import org.vdeli.contracts.api.PurgeView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.api.ServerDraft;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.PurgeId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// An operator's session at the manager's REST interface.
///
/// Every call ends within 20 s with its answer or a [ManagerException] that names the call and the
/// problem. Nothing is tried again, unless [#patient(Duration)] asks for it.
public final class ManagerClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final HttpClient http;
    private final URI base;
    private final Codec codec;
    private final String token;
    private final Duration patience;

    private ManagerClient(HttpClient http, URI base, Codec codec, String token, Duration patience) {
        this.http = http;
        this.base = base;
        this.codec = codec;
        this.token = token;
        this.patience = patience;
    }

    /// Logs in.
    ///
    /// @param base such as `http://127.0.0.1:8080`
    public static ManagerClient login(URI base, String name, String password) {
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
        ManagerClient nobody = new ManagerClient(http, base, new Codec(), "", Duration.ZERO);
        SessionView session =
                nobody.post("sessions", new LoginRequest(name, password), SessionView.class);
        return new ManagerClient(http, base, nobody.codec, session.token(), Duration.ZERO);
    }

    /// The same session for reads that outlast a restart of the manager: what changes nothing is
    /// asked again for so long, while there is no answer.
    public ManagerClient patient(Duration within) {
        return new ManagerClient(http, base, codec, token, within);
    }

    public URI base() {
        return base;
    }

    // --- the fleet

    public List<RegionView> regions() {
        return all("regions", RegionView.class, Map.of());
    }

    public RegionView create(RegionDraft draft) {
        return post("regions", draft, RegionView.class);
    }

    public List<ClusterView> clusters() {
        return all("clusters", ClusterView.class, Map.of());
    }

    public ClusterView create(ClusterDraft draft) {
        return post("clusters", draft, ClusterView.class);
    }

    public List<ServerView> servers() {
        return all("servers", ServerView.class, Map.of());
    }

    public ServerView update(ServerId server, ServerDraft draft) {
        return put("servers/" + server, draft, ServerView.class);
    }

    public EnrolmentTokenView create(EnrolmentTokenDraft draft) {
        return post("enrolment-tokens", draft, EnrolmentTokenView.class);
    }

    // --- people

    public List<OperatorView> operators() {
        return all("operators", OperatorView.class, Map.of());
    }

    public OperatorView create(OperatorDraft draft) {
        return post("operators", draft, OperatorView.class);
    }

    public List<PublisherView> publishers() {
        return all("publishers", PublisherView.class, Map.of());
    }

    public PublisherView create(PublisherDraft draft) {
        return post("publishers", draft, PublisherView.class);
    }

    public List<ProjectView> projects() {
        return all("projects", ProjectView.class, Map.of());
    }

    public ProjectView create(ProjectDraft draft) {
        return post("projects", draft, ProjectView.class);
    }

    // --- what is delivered, and where to

    public List<PolicyView> policies() {
        return all("policies", PolicyView.class, Map.of());
    }

    public PolicyView create(PolicyDraft draft) {
        return post("policies", draft, PolicyView.class);
    }

    public List<UploadView> uploads() {
        return all("uploads", UploadView.class, Map.of());
    }

    /// How many uploads are in a state.
    public long count(UploadState state) {
        String address = "uploads?page=1&pageSize=1&state=" + state;
        return codec.readPage(read(request(address).GET().build()), UploadView.class).total();
    }

    /// The newest upload of a path, as the whole `publisher/project/file`.
    public Optional<UploadView> upload(String path) {
        return newest(uploads(), upload -> upload.path().equals(path), UploadView::receivedAt);
    }

    public List<AssetView> assets() {
        return all("assets", AssetView.class, Map.of());
    }

    public AssetView asset(AssetId asset) {
        return get("assets/" + asset, AssetView.class);
    }

    public void delete(AssetId asset) {
        send(request("assets/" + asset).DELETE().build());
    }

    /// Has a server fetch an asset before viewers ask for it.
    public OrderedCopyView fill(AssetId asset, ServerId server) {
        return post("assets/" + asset + "/copies", new CopyDraft(server), OrderedCopyView.class);
    }

    public PurgeView create(PurgeDraft draft) {
        return post("purges", draft, PurgeView.class);
    }

    public PurgeView purge(PurgeId purge) {
        return get("purges/" + purge, PurgeView.class);
    }

    public DistributionView distribution(AssetId asset) {
        return get("assets/" + asset + "/distribution", DistributionView.class);
    }

    public List<ReplicaView> replicas(AssetId asset) {
        return all("assets/" + asset + "/replicas", ReplicaView.class, Map.of());
    }

    public List<OriginCopyView> origins(AssetId asset) {
        return all("assets/" + asset + "/origins", OriginCopyView.class, Map.of());
    }

    public List<JobView> jobs() {
        return all("jobs", JobView.class, Map.of());
    }

    // --- how it goes

    public List<LiveView> live() {
        return all("live", LiveView.class, Map.of());
    }

    /// The stored samples of a server that begin in a time.
    ///
    /// @param from the first moment, included
    /// @param to the last one, not included
    public List<SampleView> samples(ServerId server, Instant from, Instant to) {
        return all(
                "samples",
                SampleView.class,
                Map.of("server", server.toString(), "from", from.toString(), "to", to.toString()));
    }

    /// Whether the manager can work, and what it lacks; also when it says that it is not ready.
    public HealthView ready() {
        HttpResponse<byte[]> answer =
                exchange(
                        HttpRequest.newBuilder(base.resolve("/health/ready"))
                                .timeout(TIMEOUT)
                                .build());
        return codec.read(answer.body(), HealthView.class);
    }

    // --- calls

    private <T> T get(String path, Class<T> type) {
        return codec.read(read(request(path).GET().build()), type);
    }

    private <T> T post(String path, Object body, Class<T> type) {
        return codec.read(
                send(request(path).POST(BodyPublishers.ofString(codec.write(body))).build()), type);
    }

    private <T> T put(String path, Object body, Class<T> type) {
        return codec.read(
                send(request(path).PUT(BodyPublishers.ofString(codec.write(body))).build()), type);
    }

    /// All pages of a list.
    private <T> List<T> all(String path, Class<T> type, Map<String, String> query) {
        List<T> items = new ArrayList<>();
        for (int number = 1; ; number++) {
            String parameters =
                    query.entrySet().stream()
                            .map(e -> "&" + e.getKey() + "=" + encode(e.getValue()))
                            .collect(Collectors.joining());
            String address =
                    path + "?page=" + number + "&pageSize=" + Page.MAX_PAGE_SIZE + parameters;
            Page<T> page = codec.readPage(read(request(address).GET().build()), type);
            items.addAll(page.items());
            if (page.items().isEmpty() || items.size() >= page.total()) {
                return List.copyOf(items);
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/api/v1/" + path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private byte[] read(HttpRequest request) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return send(request);
            } catch (ManagerException e) {
                boolean isLate = System.nanoTime() - deadline >= 0;
                if (isLate || !e.isPassing() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                Patience.pause(AGAIN);
            }
        }
    }

    private byte[] send(HttpRequest request) {
        HttpResponse<byte[]> answer = exchange(request);
        if (answer.statusCode() / 100 != 2) {
            throw new ManagerException(
                    answer.statusCode(),
                    call(request)
                            + " ended with status "
                            + answer.statusCode()
                            + ": "
                            + problem(answer));
        }
        return answer.body();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ManagerException(call(request) + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ManagerException(call(request) + " was interrupted", e);
        }
    }

    private String problem(HttpResponse<byte[]> answer) {
        try {
            Problem problem = codec.read(answer.body(), Problem.class);
            return problem.detail()
                    + problem.violations().stream()
                            .map(violation -> "; " + violation.field() + " " + violation.reason())
                            .collect(Collectors.joining());
        } catch (MalformedBodyException _) {
            return new String(answer.body(), StandardCharsets.UTF_8);
        }
    }

    private static String call(HttpRequest request) {
        return request.method() + " " + request.uri();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static <T> Optional<T> newest(
            List<T> items, Predicate<T> which, java.util.function.Function<T, Instant> time) {
        return items.stream().filter(which).max(java.util.Comparator.comparing(time));
    }
}
