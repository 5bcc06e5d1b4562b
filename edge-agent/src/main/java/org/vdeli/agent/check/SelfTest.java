package org.vdeli.agent.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.vdeli.agent.link.Enrolment;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.peer.PeerServer;
import org.vdeli.agent.store.DataLock;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.http.TimedCall;
import org.vdeli.contracts.value.ByteCount;

/// Tries everything that an agent needs, from its data folder to a file that nginx serves. Changes
/// nothing, and may run beside the agent.
public final class SelfTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /// Heartbeats may be missed because the machine is busy; so many in a row are not.
    private static final int MISSED_HEARTBEATS = 6;

    /// What is tried.
    ///
    /// @param data the agent's folder
    /// @param reserve space on its disk that stays free
    /// @param addresses that are configured for viewers
    /// @param identity file of the identity
    /// @param statusFile that the agent writes with each heartbeat
    /// @param heartbeats how often it does
    /// @param hasToken whether an enrolment token is configured
    /// @param manager its address
    /// @param peerListen address for other agents
    /// @param peerPort port for other agents; 0: any
    public record Subject(
            Path data,
            ByteCount reserve,
            List<String> addresses,
            Path identity,
            Path statusFile,
            Duration heartbeats,
            boolean hasToken,
            URI manager,
            String peerListen,
            int peerPort) {
        public Subject {
            addresses = List.copyOf(addresses);
        }
    }

    private final Subject subject;
    private final Nginx nginx;
    private final Enrolment enrolment;
    private final ManagerLink link;
    private final InstantSource clock;
    private final RandomGenerator random;

    public SelfTest(
            Subject subject,
            Nginx nginx,
            Enrolment enrolment,
            ManagerLink link,
            InstantSource clock,
            RandomGenerator random) {
        this.subject = subject;
        this.nginx = nginx;
        this.enrolment = enrolment;
        this.link = link;
        this.clock = clock;
        this.random = random;
    }

    /// Tries all of it, in the order in which one thing needs the other.
    public CheckReport run() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("configuration", "every key is known and its value allowed"));
        findings.add(new FolderCheck(subject.data(), subject.reserve()).look());
        boolean runs = agent(findings);
        findings.add(addresses());
        nginx(findings);
        manager(findings);
        findings.add(peers(runs));
        findings.add(
                nginx.status().answers()
                        ? new ServedCheck(
                                        nginx.config().www(),
                                        nginx.config().address(),
                                        nginx.config().port())
                                .look()
                        : Finding.skip("content", "nginx does not run, so nothing is fetched"));
        return CheckReport.of(findings);
    }

    private boolean agent(List<Finding> findings) {
        try {
            if (!DataLock.isTaken(subject.data())) {
                findings.add(Finding.skip("agent", "does not run in this folder"));
                return false;
            }
            findings.add(heartbeat());
            return true;
        } catch (IOException e) {
            findings.add(
                    Finding.fail(
                            "agent",
                            "could not see whether it runs: " + e,
                            "run this check as the user of the agent"));
            return false;
        }
    }

    private Finding heartbeat() throws IOException {
        if (!Files.exists(subject.statusFile())) {
            return Finding.ok("agent", "runs, no heartbeat yet");
        }
        Duration age =
                Duration.between(
                        Files.getLastModifiedTime(subject.statusFile()).toInstant(),
                        clock.instant());
        String text = "runs, last heartbeat " + Math.max(0, age.toSeconds()) + " s ago";
        return age.compareTo(subject.heartbeats().multipliedBy(MISSED_HEARTBEATS)) <= 0
                ? Finding.ok("agent", text)
                : Finding.fail(
                        "agent",
                        text,
                        "see its log (journalctl -u vdeli-edge-agent) and restart it");
    }

    private Finding addresses() {
        if (!subject.addresses().isEmpty()) {
            return Finding.ok("addresses", String.join(", ", subject.addresses()));
        }
        String remedy = "set addresses to those at which viewers reach this server";
        try {
            InetAddress own = InetAddress.getLocalHost();
            return own.isLoopbackAddress()
                    ? Finding.fail(
                            "addresses",
                            "none are configured, and this machine's name leads to "
                                    + own.getHostAddress()
                                    + ", which viewers cannot reach",
                            remedy)
                    : Finding.ok("addresses", own.getHostAddress() + ", by this machine's name");
        } catch (UnknownHostException e) {
            return Finding.fail(
                    "addresses",
                    "none are configured, and this machine's name leads nowhere: " + e.getMessage(),
                    remedy);
        }
    }

    private void nginx(List<Finding> findings) throws InterruptedException {
        NginxCheck check = new NginxCheck(nginx);
        Finding binary = check.binary();
        findings.add(binary);
        findings.add(check.configuration(binary.state() == Finding.State.OK));
        findings.add(check.port());
    }

    private void manager(List<Finding> findings) throws InterruptedException {
        ManagerCheck check = new ManagerCheck(subject.manager(), link, clock);
        List<Finding> answers = check.look();
        findings.addAll(answers);
        Optional<Enrolled> known = Optional.empty();
        try {
            known = enrolment.known();
            findings.add(
                    check.identity(
                            known,
                            subject.identity(),
                            subject.hasToken(),
                            answers.getFirst().state() == Finding.State.OK));
        } catch (IOException e) {
            findings.add(
                    Finding.fail(
                            "enrolment",
                            String.valueOf(e.getMessage()),
                            "run this check as the user of the agent; if that is no help, enrol"
                                    + " again"));
        }
        findings.add(
                known.isPresent()
                        ? new BrokerCheck(clock, random).look(known.get())
                        : Finding.skip("broker", "the manager gives the account at enrolment"));
    }

    private Finding peers(boolean runs) throws InterruptedException {
        String name = "peer port";
        int port = subject.peerPort();
        String where = subject.peerListen() + ":" + port;
        if (port == 0) {
            return Finding.ok(name, "any free one (peer.port=0)");
        }
        if (runs) {
            return answersPeers()
                    ? Finding.ok(name, where + " is held by our agent")
                    : Finding.fail(
                            name,
                            "our agent runs, but does not answer on " + where,
                            "restart the agent with this configuration, and see its log");
        }
        return NginxCheck.tryToListen(subject.peerListen(), port)
                .map(e ->
                        Finding.fail(
                                name, Trouble.listening("peer", subject.peerListen(), port, e)))
                .orElseGet(() -> Finding.ok(name, where + " is free"));
    }

    /// It knows no such thing, and says so.
    private boolean answersPeers() throws InterruptedException {
        URI uri =
                URI.create(
                        "http://"
                                + ServedCheck.reachable(subject.peerListen())
                                + ":"
                                + subject.peerPort()
                                + PeerServer.BASE
                                + "/check");
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build()) {
            return TimedCall.send(
                                    http,
                                    HttpRequest.newBuilder(uri).timeout(DEADLINE).build(),
                                    HttpResponse.BodyHandlers.discarding(),
                                    DEADLINE)
                            .statusCode()
                    == 404;
        } catch (IOException _) {
            return false;
        }
    }
}
