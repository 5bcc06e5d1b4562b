package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.api.ConsoleEvent;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.api.UploadView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.database.Database;
import org.vdeli.manager.database.DatabaseSettings;
import org.vdeli.manager.database.RealDatabase;
import org.vdeli.manager.fleet.AgentSecrets;
import org.vdeli.manager.fleet.EnrolmentToken;
import org.vdeli.manager.ingest.Upload;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.services.FreePorts;

/// Two managers as processes on one MariaDB and one RabbitMQ, with agents that fetch from whatever
/// sources they are told.
class ManagersFaultIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Set<String> AGENTS = Set.of("one", "three", "two");

    @TempDir private static Path folder;
    private static SharedBroker broker;
    private static DatabaseSettings settings;
    private static Database database;
    private static Path keys;
    private static RunningManager first;
    private static RunningManager second;
    private static String token;
    private static final List<PlayedAgent> agents = new ArrayList<>();

    /// From where each agent got an asset.
    private static final Map<String, URI> fetchedFrom = new ConcurrentHashMap<>();

    private static final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = SharedBroker.running();
        broker.empty();
        settings = RealDatabase.settings();
        database = Database.open(settings, new java.util.Random(1));
        database.transactions().change(DispatchSite::found);
        keys = folder.resolve("keys");
        int[] ports = new int[2];
        try (FreePorts free = FreePorts.hold(2)) {
            ports[0] = free.get(0);
            ports[1] = free.get(1);
        }
        first = manager("a", 0, ports[0], keys).awaitReady();
        second = manager("b", 1, ports[1], keys).awaitReady();
        token =
                first.login(
                        Files.readString(first.data.resolve("secrets/first-admin-password"))
                                .strip());
        for (String name : AGENTS) {
            agents.add(enrol(name));
        }
        await().atMost(SOON)
                .until(() -> first.live(token).size() == 3 && second.live(token).size() == 3);
    }

    private static RunningManager manager(String name, int number, int port, Path keys) {
        return new RunningManager(
                folder.resolve("manager-" + name), number, port, keys, settings, broker);
    }

    private static PlayedAgent enrol(String name) throws Exception {
        String once = "token-" + name;
        Instant now = Instant.now();
        database.transactions()
                .change(stores ->
                        stores.enrolmentTokens()
                                .add(
                                        new EnrolmentToken(
                                                AgentSecrets.hash(once),
                                                Optional.of(name),
                                                Optional.of(new ClusterId(21)),
                                                now,
                                                now.plusSeconds(600),
                                                Optional.empty())));
        EnrolmentRequest request =
                new EnrolmentRequest(
                        once,
                        UUID.randomUUID(),
                        name,
                        List.of(name + ".example.org"),
                        8081,
                        "Europe/Lisbon",
                        Optional.empty(),
                        "1");
        Codec codec = new Codec();
        Enrolled enrolled =
                codec.read(
                        second.call("POST", "/agent/v1/enrolments", "", codec.write(request)),
                        Enrolled.class);
        PlayedAgent agent = new PlayedAgent(enrolled, broker.uri());
        agent.fetchBy(fill -> fetch(name, fill));
        return agent.start();
    }

    /// Whether one of the sources has the content, whole.
    private static boolean fetch(String agent, Job.Fill fill) {
        for (URI source : fill.sources()) {
            try {
                HttpResponse<byte[]> answer =
                        http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        source
                                                                + "/assets/"
                                                                + fill.asset()
                                                                + "/content"))
                                        .timeout(Duration.ofSeconds(5))
                                        .header("Authorization", "Bearer " + fill.token())
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200
                        && Checksum.ofContent(answer.body()).equals(fill.checksum())) {
                    fetchedFrom.put(agent + " " + fill.path(), source);
                    return true;
                }
            } catch (java.io.IOException e) {
                // the next one
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    @AfterAll
    static void stop() {
        agents.forEach(PlayedAgent::close);
        if (second != null) {
            second.close();
        }
        if (first != null) {
            first.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private static byte[] content(String text) {
        return text.repeat(1000).getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> holders(String path) {
        return database.transactions()
                .read(stores -> {
                    Map<ServerId, String> names =
                            stores.servers().all().stream()
                                    .collect(Collectors.toMap(s -> s.id(), s -> s.name()));
                    Set<String> holders = new TreeSet<>();
                    stores.assets()
                            .current(AssetPath.parse(path))
                            .ifPresent(asset ->
                                    stores.replicas().ofAsset(asset.id()).stream()
                                            .map(Replica::server)
                                            .forEach(server -> holders.add(names.get(server))));
                    return holders;
                });
    }

    private static List<Alarm> alarms() {
        return database.transactions().read(stores -> stores.alarms().allOpen());
    }

    @Test
    void uploadsAtBothAreAcceptedAndFilledFromTheStoreThatHasThem() throws Exception {
        first.upload("acme/default/at-first.mp4", content("first"), UUID.randomUUID());
        second.upload("acme/default/at-second.mp4", content("second"), UUID.randomUUID());

        await().atMost(SOON).until(() -> holders("acme/default/at-first.mp4").equals(AGENTS));
        await().atMost(SOON).until(() -> holders("acme/default/at-second.mp4").equals(AGENTS));

        assertThat(AGENTS)
                .allSatisfy(agent -> {
                    assertThat(fetchedFrom.get(agent + " acme/default/at-first.mp4"))
                            .isEqualTo(URI.create(first.http() + "/origin/v1"));
                    assertThat(fetchedFrom.get(agent + " acme/default/at-second.mp4"))
                            .isEqualTo(URI.create(second.http() + "/origin/v1"));
                });
    }

    @Test
    void aChangeAtOneReachesTheConsolesOfTheOther() throws Exception {
        List<ConsoleEvent> atSecond = second.follow(token);
        await().atMost(SOON)
                .until(() ->
                        atSecond.stream().anyMatch(ConsoleEvent.SnapshotEnded.class::isInstance));

        var _ =
                first.call(
                        "POST",
                        "/api/v1/regions",
                        token,
                        new Codec().write(new RegionDraft("South", List.of(), 2)));
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        after(atSecond, ConsoleEvent.RegionsChanged.class).stream()
                                .flatMap(event -> event.regions().stream())
                                .map(RegionView::name)
                                .anyMatch("South"::equals));

        first.upload("acme/default/seen.mp4", content("seen"), UUID.randomUUID());
        await().atMost(SOON)
                .until(() ->
                        after(atSecond, ConsoleEvent.AssetsChanged.class).stream()
                                .flatMap(event -> event.assets().stream())
                                .anyMatch(asset -> asset.path().toString().endsWith("seen.mp4")));
        AssetId asset =
                database.transactions()
                        .read(stores ->
                                stores.assets()
                                        .current(AssetPath.parse("acme/default/seen.mp4"))
                                        .orElseThrow()
                                        .id());
        await().atMost(SOON)
                .until(() ->
                        after(atSecond, ConsoleEvent.DistributionsChanged.class).stream()
                                .flatMap(event -> event.distributions().stream())
                                .anyMatch(view ->
                                        view.asset().equals(asset) && view.verified() == 3));
    }

    private static <T extends ConsoleEvent> List<T> after(
            List<ConsoleEvent> events, Class<T> type) {
        boolean[] snapshot = {true};
        return events.stream()
                .filter(event -> {
                    boolean was = snapshot[0];
                    snapshot[0] = was && !(event instanceof ConsoleEvent.SnapshotEnded);
                    return !was;
                })
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void bothHearTheWholeFleetAndRaiseNoFalseAlarm() throws Exception {
        long begin = highest(first);
        // twice the silence that would be an alarm
        long end = begin + 20;
        await().atMost(LONG)
                .until(() -> {
                    assertThat(heard(first)).isEqualTo(AGENTS.size());
                    assertThat(heard(second)).isEqualTo(AGENTS.size());
                    return lowest(first) >= end && lowest(second) >= end;
                });
        assertThat(alarms()).extracting(Alarm::code).doesNotContain("server-silent");
    }

    /// How many servers it heard lately.
    private static int heard(RunningManager manager) throws Exception {
        return (int)
                manager.live(token).stream()
                        .filter(view -> view.lag().compareTo(Duration.ofSeconds(3)) < 0)
                        .count();
    }

    private static long lowest(RunningManager manager) throws Exception {
        return sequences(manager).min().orElseThrow();
    }

    private static long highest(RunningManager manager) throws Exception {
        return sequences(manager).max().orElseThrow();
    }

    private static java.util.stream.LongStream sequences(RunningManager manager) throws Exception {
        return manager.live(token).stream()
                .map(LiveView::heartbeat)
                .flatMap(Optional::stream)
                .mapToLong(heartbeat -> heartbeat.sequence());
    }

    @Test
    void theOtherCarriesOnWhenOneIsKilledAndAllEndsWhenItIsBack() throws Exception {
        List<String> atFirst = paths("kept");
        List<String> atSecond = paths("cut-off");
        for (int i = 0; i < atFirst.size(); i++) {
            first.upload(atFirst.get(i), content(atFirst.get(i)), UUID.randomUUID());
            second.upload(atSecond.get(i), content(atSecond.get(i)), UUID.randomUUID());
        }
        second.kill();
        // one that it answered for, and was killed before it accepted it
        UUID receipt = UUID.randomUUID();
        String left = "acme/default/left.mp4";
        leave(receipt, left, content("left"));

        for (String path : atFirst) {
            await().atMost(LONG).until(() -> holders(path).equals(AGENTS));
        }
        first.upload("acme/default/later.mp4", content("later"), UUID.randomUUID());
        await().atMost(SOON).until(() -> holders("acme/default/later.mp4").equals(AGENTS));
        assertThat(heard(first)).isEqualTo(AGENTS.size());
        await().atMost(LONG)
                .until(() -> upload(left).reason().startsWith("waits for manager-1 at http://"));
        assertThat(upload(left).state()).isEqualTo(UploadState.RECEIVED);
        for (String path : atSecond) {
            assertThat(upload(path).state()).isNotEqualTo(UploadState.REJECTED);
        }

        second.startAgain();

        for (String path : atSecond) {
            await().atMost(LONG).until(() -> holders(path).equals(AGENTS));
        }
        await().atMost(LONG).until(() -> holders(left).equals(AGENTS));
        assertThat(alarms()).extracting(Alarm::code).doesNotContain("server-silent");
        await().atMost(SOON).until(() -> heard(second) == AGENTS.size());
    }

    private static List<String> paths(String name) {
        return IntStream.range(0, 8).mapToObj(i -> "acme/default/" + name + i + ".mp4").toList();
    }

    private static UploadView upload(String path) throws Exception {
        return first.list("/api/v1/uploads?text=" + path, token, UploadView.class).getFirst();
    }

    private static void leave(UUID receipt, String path, byte[] content) throws Exception {
        ManagerId holder =
                database
                        .transactions()
                        .<List<ManagerNode>>read(stores -> stores.managers().all())
                        .stream()
                        .filter(node -> node.number() == 1)
                        .findFirst()
                        .orElseThrow()
                        .id();
        Files.write(second.data.resolve("uploads").resolve(receipt.toString()), content);
        Upload upload =
                new Upload(
                        new UploadId(77),
                        receipt,
                        new PublisherId(11),
                        path,
                        ByteCount.of(content.length),
                        Checksum.ofContent(content),
                        ByteCount.of(1024 * 1024),
                        UploadState.RECEIVED,
                        "",
                        "127.0.0.1",
                        Instant.now().minusSeconds(120),
                        Optional.empty(),
                        Optional.of(holder));
        database.transactions()
                .change(stores ->
                        stores.uploads().add(upload, List.of(Checksum.ofContent(content))));
    }

    @Test
    void oneWithOtherKeysOrATakenNumberRefusesToStart() throws Exception {
        try (RunningManager stranger =
                        manager("stranger", 2, FreePorts.one(), folder.resolve("other keys"));
                RunningManager twin = manager("twin", 0, FreePorts.one(), keys)) {
            assertThat(stranger.awaitEnd()).isEqualTo(1);
            assertThat(stranger.said())
                    .contains("could not join the managers of this database: they have other keys")
                    .contains("(agent-broker-key, ftp-node-token, token-key)");
            assertThat(twin.awaitEnd()).isEqualTo(1);
            assertThat(twin.said())
                    .contains("the manager at " + first.http() + " has the number 0, too");
        }
    }
}
