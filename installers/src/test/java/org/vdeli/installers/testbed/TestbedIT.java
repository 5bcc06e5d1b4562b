package org.vdeli.installers.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.installers.site.Host;
import org.vdeli.installers.site.Launcher;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.SiteException;
import org.vdeli.installers.site.Tool;
import org.vdeli.installers.testbed.NetworkShape.WanChange;

/// The real script with real namespaces; needs root and is skipped without.
class TestbedIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PORT = 23_457;
    private static final int SIZE = 2_000_000;

    private final Launcher launcher = Launcher.find();

    @BeforeEach
    void isRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    @AfterEach
    void leavesNothingBehind() {
        assertThat(Tool.run(List.of("ip", "netns", "list"), LONG))
                .doesNotContain(Testbed.ownName() + "-");
        assertThat(Path.of("/run/testbed-" + Testbed.ownName())).doesNotExist();
        assertThat(Path.of("/etc/netns/" + Testbed.ownName() + "-o0")).doesNotExist();
    }

    @Test
    void carriesBytesOverShapedLinksAndCountsThem() throws Exception {
        try (Testbed testbed = Testbed.build(launcher, shape())) {
            assertThat(testbed.node("e1-0"))
                    .isEqualTo(new Testbed.Node("e1-0", "10.77.2.10", "edge"));
            assertThatThrownBy(() -> testbed.node("e2-0"))
                    .hasMessageStartingWith("there is no node e2-0; the nodes are [core, o0, r0");
            serve(testbed.origin());
            testbed.forward(PORT, "o0");
            assertThat(fetch()).isEqualTo(SIZE);

            testbed.zero();
            List<Testbed.Wan> before = testbed.wans();
            long begun = System.nanoTime();
            String counted = fetchAt(testbed.host("e1-0"), testbed.origin().address());
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(counted.strip()).isEqualTo(Integer.toString(SIZE));
            // 16 Mbit at 8 Mbit/s.
            assertThat(seconds).isBetween(2.0, 20.0);
            List<Testbed.Wan> after = testbed.wans();
            assertThat(after.get(1).in().payload() - before.get(1).in().payload())
                    .isBetween((long) SIZE, SIZE + 100_000L);
            assertThat(after.get(1).in().bytes() - before.get(1).in().bytes())
                    .isBetween(SIZE * 103L / 100, SIZE * 115L / 100);
            assertThat(after.get(0)).isEqualTo(before.get(0));
            Map<String, Testbed.Traffic> traffic = testbed.traffic();
            assertThat(traffic)
                    .hasEntrySatisfying("o0", o -> assertThat(o.sent()).isGreaterThan(SIZE))
                    .hasEntrySatisfying("wan1", w -> assertThat(w.received()).isGreaterThan(SIZE))
                    .hasEntrySatisfying("e1-0", e -> assertThat(e.received()).isGreaterThan(SIZE))
                    .containsEntry("wan0", new Testbed.Traffic(0, 0));
        }
    }

    @Test
    void killsWhatRunsAtAServerAndNothingElse() throws Exception {
        try (Testbed testbed = Testbed.build(launcher, shape())) {
            Process there = start(testbed.host("e0-0"), "sleep", "100");
            Process elsewhere = start(testbed.host("e1-0"), "sleep", "100");
            Patience.await(
                    "the program at e0-0",
                    LONG,
                    () ->
                            there.info().command().filter(c -> c.endsWith("sleep")).isPresent()
                                    ? Optional.of(true)
                                    : Optional.empty());
            testbed.disturb(List.of("crash", "e0-0"));
            assertThat(there.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(elsewhere.isAlive()).isTrue();
        }
    }

    @Test
    void leavesNothingBehindWhereItCannotBeBuilt() {
        NetworkShape wrong = new NetworkShape(2, 1, Map.of("WAN_DELAI", "20"), List.of());
        assertThatThrownBy(() -> Testbed.build(launcher, wrong))
                .isInstanceOf(SiteException.class)
                .hasMessage(
                        "testbed.sh up ended with status 1: testbed: unknown parameter"
                                + " WAN_DELAI=20");
        NetworkShape late =
                new NetworkShape(2, 1, Map.of(), List.of(WanChange.parse("1:dealy=20")));
        assertThatThrownBy(() -> Testbed.build(launcher, late))
                .hasMessageContaining("unknown setting of a WAN: dealy=20");
    }

    private static NetworkShape shape() {
        return new NetworkShape(2, 1, Map.of(), List.of(WanChange.parse("1:rate=8")));
    }

    private static Process start(Host host, String... command) throws IOException {
        List<String> all = new ArrayList<>(host.entrance());
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void serve(Host host) throws IOException {
        start(
                host,
                "socat",
                "TCP-LISTEN:" + PORT + ",fork,reuseaddr",
                "SYSTEM:head -c " + SIZE + " /dev/zero");
    }

    private static long fetch() {
        return Patience.await(
                "bytes from the origin",
                LONG,
                () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
                            InputStream in = socket.getInputStream()) {
                        long count = in.transferTo(OutputStream.nullOutputStream());
                        return count == 0 ? Optional.empty() : Optional.of(count);
                    } catch (IOException _) {
                        return Optional.empty();
                    }
                });
    }

    private static String fetchAt(Host host, String address) {
        List<String> all = new ArrayList<>(host.entrance());
        all.addAll(List.of("sh", "-c", "socat -u TCP:" + address + ":" + PORT + " - | wc -c"));
        return Tool.run(all, LONG);
    }
}
