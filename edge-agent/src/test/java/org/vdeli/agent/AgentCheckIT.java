package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.check.CheckReport;
import org.vdeli.agent.check.Finding;
import org.vdeli.agent.fill.Origin;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.services.FreePorts;

/// `agent check` with a real nginx, beside a real agent and without one.
class AgentCheckIT {
    private static final AssetPath PATH = AssetPath.parse("acme/films/Übung 1/100 % schön?#2.mp4");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;

    /// What a run printed.
    private record Printed(int status, String text) {
        CheckReport report() {
            return new Codec().read(text, CheckReport.class);
        }

        Finding finding(String check) {
            return report().findings().stream()
                    .filter(f -> f.check().equals(check))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + check + " in " + text));
        }

        List<String> failed() {
            return report().findings().stream()
                    .filter(f -> f.state() == Finding.State.FAIL)
                    .map(Finding::check)
                    .toList();
        }
    }

    @BeforeEach
    void letNginxIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Printed check(List<String> flags) {
        List<String> line = new ArrayList<>(List.of("check"));
        line.addAll(flags);
        StringWriter text = new StringWriter();
        int status =
                Agent.commandLine()
                        .setOut(new PrintWriter(text, true))
                        .execute(line.toArray(String[]::new));
        return new Printed(status, text.toString());
    }

    /// Of a machine on which nothing runs yet.
    private Printed freshCheck(String... flags) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--json",
                                "--data=" + folder.resolve("edge"),
                                "--addresses=127.0.0.1",
                                "--nginx.listen=127.0.0.1",
                                "--peer.listen=127.0.0.1",
                                "--disk.reserve=1MiB"));
        all.addAll(List.of(flags));
        if (Arrays.stream(flags).noneMatch(f -> f.startsWith("--nginx.port"))) {
            all.add("--nginx.port=" + FreePorts.one());
        }
        if (Arrays.stream(flags).noneMatch(f -> f.startsWith("--peer.port"))) {
            all.add("--peer.port=" + FreePorts.one());
        }
        return check(all);
    }

    @Test
    void findsAllWellBesideARunningAgentAndChangesNothing() throws Exception {
        try (EdgeSite site = new EdgeSite(folder.resolve("edge ü 1"), Broker.shared());
                Origin origin = Origin.of(100_000, 64 * 1024)) {
            int peerPort = FreePorts.one();
            site.startManager();
            site.startAgent("--peer.port=" + peerPort);
            site.send(origin.order(PATH, 1, TransferMethod.SINGLE.preset()));
            site.awaitConfirmation(new JobId(1), 1);
            await().atMost(PATIENCE).until(() -> Files.exists(site.data().resolve("status.json")));
            List<String> flags = flags(site, "--peer.port=" + peerPort);

            Printed printed = check(flags);

            assertThat(printed.failed()).as(printed.text()).isEmpty();
            assertThat(printed.status()).isZero();
            assertThat(printed.report().findings())
                    .extracting(Finding::state)
                    .containsOnly(Finding.State.OK);
            assertThat(printed.report().findings())
                    .extracting(Finding::check)
                    .containsExactly(
                            "configuration",
                            "data folder",
                            "agent",
                            "addresses",
                            "nginx",
                            "nginx -t",
                            "viewers' port",
                            "manager",
                            "clock",
                            "enrolment",
                            "broker",
                            "peer port",
                            "content");
            assertThat(printed.finding("content").text())
                    .endsWith(
                            "100%20%25%20sch%C3%B6n%3F%232.mp4 plays: 65536 bytes as on the disk");
            assertThat(printed.finding("viewers' port").text()).endsWith("is held by our nginx");
            assertThat(printed.finding("peer port").text()).endsWith("is held by our agent");
            try (Stream<Path> all = Files.walk(site.data())) {
                assertThat(all).noneMatch(each -> each.getFileName().toString().contains("check"));
            }
            assertThat(site.requests()).hasSize(1);

            site.forgetAgents();
            assertThat(check(flags).finding("enrolment").text())
                    .startsWith("the manager does not know server ");
            Path identity = site.data().resolve("identity.json");
            Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-r-----"));
            assertThat(check(flags).finding("enrolment").remedy())
                    .contains("chmod 600 " + identity);
        }
    }

    private static List<String> flags(EdgeSite site, String... more) {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(site.flags());
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void saysOfAFreshMachineWhatIsMissingAndMakesNothing() throws Exception {
        Printed printed = freshCheck("--manager=http://127.0.0.1:" + FreePorts.one());

        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.failed()).containsExactly("manager", "enrolment");
        assertThat(printed.finding("manager").text()).startsWith("nothing listens at http://");
        assertThat(printed.finding("enrolment").remedy())
                .hasValueSatisfying(what -> assertThat(what).contains("VDELI_ENROLMENT_TOKEN"));
        assertThat(printed.finding("nginx").text()).contains("nginx version: nginx/");
        assertThat(printed.finding("nginx -t").text()).isEqualTo("accepts the configuration");
        for (String skipped : List.of("agent", "clock", "broker", "content")) {
            assertThat(printed.finding(skipped).state()).isEqualTo(Finding.State.SKIP);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysThatOthersHoldThePorts() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            Printed printed =
                    freshCheck(
                            "--manager=http://127.0.0.1:1",
                            "--nginx.port=" + first.getLocalPort(),
                            "--peer.port=" + second.getLocalPort());

            assertThat(printed.failed())
                    .containsExactly("viewers' port", "manager", "enrolment", "peer port");
            assertThat(printed.finding("viewers' port").text())
                    .isEqualTo("another program holds 127.0.0.1:" + first.getLocalPort());
            assertThat(printed.finding("peer port").text())
                    .isEqualTo("another program holds 127.0.0.1:" + second.getLocalPort());
        }
    }

    @Test
    void tellsWhatNginxSaysOfAConfigurationThatItRefuses() {
        // An address for documents (RFC 5737), which no machine has.
        Printed printed = freshCheck("--manager=http://127.0.0.1:1", "--nginx.listen=203.0.113.1");

        assertThat(printed.failed())
                .containsExactly("nginx -t", "viewers' port", "manager", "enrolment");
        assertThat(printed.finding("nginx -t").text())
                .startsWith("nginx refuses the configuration: ")
                .contains("203.0.113.1");
    }

    @Test
    void saysThatThereIsNoNginx() {
        Printed printed =
                freshCheck("--manager=http://127.0.0.1:1", "--nginx.binary=/nowhere/nginx");

        assertThat(printed.finding("nginx").remedy())
                .hasValueSatisfying(what -> assertThat(what).contains("apt install nginx"));
        assertThat(printed.finding("nginx -t").state()).isEqualTo(Finding.State.SKIP);
    }

    @Test
    void explainsTls() throws Exception {
        HttpsServer manager = secured();
        manager.start();
        try {
            int port = manager.getAddress().getPort();

            assertThat(freshCheck("--manager=https://localhost:" + port).finding("manager").text())
                    .isEqualTo(
                            "the certificate of https://localhost:"
                                    + port
                                    + " is signed by nobody whom Java trusts here");
        } finally {
            manager.stop(0);
        }
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> answerPlainly(plain));
            String address = "https://127.0.0.1:" + plain.getLocalPort();

            assertThat(freshCheck("--manager=" + address).finding("manager").text())
                    .isEqualTo(address + " speaks no TLS");
            answering.join();
        }
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        other.start();
        try {
            String address = "://127.0.0.1:" + other.getAddress().getPort();

            assertThat(freshCheck("--manager=http" + address).finding("manager").text())
                    .contains("/health/live answered 404");
        } finally {
            other.stop(0);
        }
    }

    /// Whatever the first caller says, it was no HTTP.
    private static void answerPlainly(ServerSocket listening) {
        try (Socket caller = listening.accept()) {
            assertThat(caller.getInputStream().read()).isNotNegative();
            caller.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With a certificate that nobody has signed.
    private HttpsServer secured() throws Exception {
        Path keystore = folder.resolve("tls.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "m",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=DNS:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keystore.toString(),
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    @Test
    void saysThatTheBrokerRefusesTheLogin() throws Exception {
        try (EdgeSite site = new EdgeSite(folder.resolve("edge"), Broker.shared())) {
            site.startManager();
            List<String> enrol = new ArrayList<>(List.of("enrol"));
            enrol.addAll(site.flags());
            enrol.add("--enrolment-token-file=" + site.tokenFile());
            assertThat(Agent.execute(enrol.toArray(String[]::new))).isZero();
            Path identity = site.data().resolve("identity.json");
            Files.writeString(
                    identity,
                    Files.readString(identity)
                            .replaceAll(
                                    "\"brokerPassword\":\"[^\"]*\"",
                                    "\"brokerPassword\":\"other\""));

            Printed printed = check(flags(site));

            assertThat(printed.failed()).containsExactly("broker");
            assertThat(printed.finding("broker").text()).contains("ACCESS_REFUSED");
            assertThat(printed.finding("broker").remedy())
                    .hasValueSatisfying(what -> assertThat(what).contains("agent enrol"));
        }
    }

    @Test
    void printsOneLineForEachCheck() {
        StringWriter text = new StringWriter();
        int status =
                Agent.commandLine()
                        .setOut(new PrintWriter(text, true))
                        .execute(
                                "check",
                                "--data=" + folder,
                                "--manager=http://127.0.0.1:1",
                                "--addresses=127.0.0.1",
                                "--nginx.port=" + FreePorts.one());

        assertThat(status).isEqualTo(1);
        assertThat(text.toString().lines())
                .hasSize(13)
                .allMatch(line -> line.matches("(ok  |FAIL|skip)  \\S.{13} \\S.*"));
    }
}
