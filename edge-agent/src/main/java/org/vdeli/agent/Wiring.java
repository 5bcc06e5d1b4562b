package org.vdeli.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.check.SelfTest;
import org.vdeli.agent.fill.Caps;
import org.vdeli.agent.fill.Filler;
import org.vdeli.agent.fill.Partials;
import org.vdeli.agent.fill.WanCap;
import org.vdeli.agent.keep.Evictions;
import org.vdeli.agent.keep.Inspection;
import org.vdeli.agent.keep.Losses;
import org.vdeli.agent.keep.Scrub;
import org.vdeli.agent.link.Enrolment;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.agent.miss.Arrivals;
import org.vdeli.agent.miss.MissDoor;
import org.vdeli.agent.miss.Misses;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.nginx.NginxConfig;
import org.vdeli.agent.peer.DoorSign;
import org.vdeli.agent.peer.Holdings;
import org.vdeli.agent.peer.PeerServer;
import org.vdeli.agent.report.FillProgress;
import org.vdeli.agent.report.Heartbeats;
import org.vdeli.agent.report.InventorySender;
import org.vdeli.agent.report.Reports;
import org.vdeli.agent.report.Statistics;
import org.vdeli.agent.store.ContentStore;
import org.vdeli.agent.store.DataLock;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.ConfirmationSender;
import org.vdeli.agent.work.JobInbox;
import org.vdeli.agent.work.JobJournal;
import org.vdeli.agent.work.JobRunner;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.MissQuestion;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkSettings;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.wire.Codec;

/// Makes the parts of an agent and puts them together. The real clock and chance come in here.
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /// Jobs that may be on their way from the broker; each is journaled before the next.
    private static final int PREFETCH = 64;

    /// How long a partial file outlives the last fill that used it.
    private static final Duration PARTIALS_REST = Duration.ofDays(1);

    /// A viewer waits for the answer.
    private static final Duration MISS_DEADLINE = Duration.ofSeconds(5);

    /// As the configuration of an nginx of the agent's own includes it.
    private static final Path NGINX_TYPES = Path.of("/etc/nginx/mime.types");

    /// A person waits for each answer of a check.
    private static final Duration CHECK_DEADLINE = Duration.ofSeconds(10);

    private final AgentConfig config;
    private final Codec codec = new Codec();
    private final InstantSource clock = Clock.systemUTC();
    private final RandomGenerator random = RandomGenerator.getDefault();

    Wiring(AgentConfig config) {
        this.config = config;
    }

    /// Enrols without running. Beside a running agent it would take away the broker's password.
    Enrolled enrolAlone() throws IOException, ManagerLink.RefusedException, InterruptedException {
        try (DataLock _ = DataLock.take(config.data())) {
            return enrol();
        }
    }

    /// The identity of this server, from its file or from the manager.
    private Enrolled enrol()
            throws IOException, ManagerLink.RefusedException, InterruptedException {
        return enrolment().ensure(self(), config.enrolmentToken(), AgentVersion.text());
    }

    private Enrolment enrolment() {
        return new Enrolment(identityFile(), codec, managerLink(), random);
    }

    private ManagerLink managerLink() {
        return new ManagerLink(config.managers(), codec);
    }

    private Enrolment.Self self() throws IOException {
        return new Enrolment.Self(
                config.name().isPresent() ? config.name().get() : hostName(),
                config.addresses().isEmpty()
                        ? List.of(InetAddress.getLocalHost().getHostAddress())
                        : config.addresses(),
                config.nginx().port(),
                config.zone().orElseGet(() -> ZoneId.systemDefault().getId()),
                config.location().map(AgentConfig.Location::point));
    }

    SelfTest selfTest() throws IOException {
        Path data = config.data().toAbsolutePath();
        return new SelfTest(
                new SelfTest.Subject(
                        data,
                        config.disk().reserve(),
                        config.addresses(),
                        identityFile(),
                        statusFile(data),
                        config.report().heartbeatInterval(),
                        config.enrolmentToken().isPresent(),
                        config.manager(),
                        config.peer().listen(),
                        config.peer().port()),
                nginx(),
                enrolment(),
                new ManagerLink(List.of(config.manager()), codec, CHECK_DEADLINE),
                clock,
                random);
    }

    /// As the kernel knows it: a bare server often cannot look its own name up.
    private static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    Instant now() {
        return clock.instant();
    }

    private Path identityFile() {
        return config.data().resolve("identity.json");
    }

    private Nginx nginx() throws IOException {
        Path data = config.data().toAbsolutePath();
        AgentConfig.NginxKeys keys = config.nginx();
        return new Nginx(
                new NginxConfig(
                        data.resolve("nginx"),
                        data.resolve("www"),
                        keys.listen(),
                        keys.port(),
                        Nginx.workerUser(data)),
                new Nginx.Settings(
                        keys.binary(),
                        keys.managed(),
                        keys.stopWithAgent(),
                        keys.testCommand(),
                        keys.reloadCommand(),
                        keys.reopenCommand()));
    }

    /// Starts everything. What was started is in `services` even if this throws.
    ///
    /// nginx comes first: what is published is served whether the manager is there or not.
    void start(Services services) throws Exception {
        Path data = config.data().toAbsolutePath();
        services.add("data folder", DataLock.take(data));

        KeyedLog inventory =
                KeyedLog.open(data.resolve("inventory.log"), KeyedLog.Durability.POWER_CUT);
        services.add("inventory", inventory);
        ContentStore content = new ContentStore(data.resolve("store"));
        Publications publications =
                new Publications(
                        inventory, content, data.resolve("www"), data.resolve("staging"), codec);
        List<Publications.Dropped> dropped = publications.recover();

        Nginx nginx = nginx();
        services.start("nginx", nginx, nginx::start);

        Enrolled me = enrol();
        BrokerLink link =
                BrokerLink.open(
                        LinkSettings.agent(
                                me.name(),
                                me.broker(),
                                me.brokerUser(),
                                Secret.of(me.brokerPassword()),
                                clock,
                                random));
        services.add("broker link", link);
        Reports reports = new Reports(me.server(), link, codec, clock);

        KeyedLog jobs = KeyedLog.open(data.resolve("jobs.log"), KeyedLog.Durability.POWER_CUT);
        services.add("journal", jobs);
        JobJournal journal = new JobJournal(jobs, codec, JobJournal.REMEMBERED);
        KeyedLog lossLog = KeyedLog.open(data.resolve("losses.log"), KeyedLog.Durability.POWER_CUT);
        services.add("losses", lossLog);
        Losses losses = new Losses(me.server(), lossLog, codec, clock);
        for (Publications.Dropped gone : dropped) {
            losses.note(gone);
        }
        ConfirmationSender confirmations =
                new ConfirmationSender(journal, reports, List.of(losses));
        services.start("confirmations", confirmations, confirmations::start);

        Holdings holdings = new Holdings(publications, content);
        ManagerLink manager = managerLink();
        PeerServer peers =
                PeerServer.start(
                        new InetSocketAddress(config.peer().listen(), config.peer().port()),
                        holdings,
                        me.tokenKey(),
                        config.peer().slots(),
                        clock);
        services.add("peer server", peers);
        // Where one of the manager's doors is open, the other soon is.
        DoorSign sign = new DoorSign(manager, me, door(peers.port()), link::retryNow, random);
        services.start("door sign", sign, sign::start);
        link.onChange(state -> {
            if (state.connected()) {
                sign.retryNow();
            }
        });

        Partials partials = new Partials(data.resolve("partial"));
        DiskSpace disk =
                new DiskSpace(
                        data,
                        config.disk().reserve(),
                        config.disk().quota(),
                        () -> publications.kept().plus(partials.resting()));
        KeyedLog usage = KeyedLog.open(data.resolve("usage.log"), KeyedLog.Durability.POWER_CUT);
        services.add("usage log", usage);
        Evictions evictions =
                new Evictions(publications, holdings, usage, losses, confirmations::wake, clock);
        services.start("usage", evictions, evictions::start);
        WanCap wan =
                new WanCap(
                        config.fill().rate(),
                        () -> share(manager, me),
                        data.resolve("wan-share.json"),
                        codec);
        services.start("wan share", wan, wan::start);
        Filler filler =
                new Filler(
                        content,
                        publications,
                        partials,
                        disk,
                        codec,
                        new Filler.Settings(config.fill().stall(), config.fill().retries()),
                        Optional.of(
                                new Filler.Peers(
                                        me.server(), holdings, asset -> swarm(manager, me, asset))),
                        evictions,
                        new Caps(Optional.of(wan), Throttle.of(config.fill().lanRate())),
                        clock,
                        random);
        JobRunner runner =
                new JobRunner(
                        me.server(),
                        journal,
                        publications,
                        filler,
                        config.fill().parallel(),
                        confirmations::wake,
                        clock);
        services.start("jobs", runner, runner::start);
        filler.clearRested(PARTIALS_REST);
        openMisses(
                services, me, nginx, disk, publications, holdings, journal, runner, confirmations);
        startChecks(services, publications, content, losses, confirmations);

        startReports(
                services,
                me,
                nginx,
                disk,
                publications,
                evictions,
                losses,
                runner,
                reports,
                link,
                journal,
                confirmations);
    }

    /// What viewers ask for and is not there.
    private void openMisses(
            Services services,
            Enrolled me,
            Nginx nginx,
            DiskSpace disk,
            Publications publications,
            Holdings holdings,
            JobJournal journal,
            JobRunner runner,
            ConfirmationSender confirmations)
            throws Exception {
        ManagerLink manager = new ManagerLink(config.managers(), codec, MISS_DEADLINE);
        Misses misses =
                new Misses(
                        path ->
                                manager.miss(
                                        me, new MissQuestion(path, Optional.of(disk.capacity()))),
                        order -> {
                            switch (journal.take(order, clock.instant())) {
                                case NEW, RENEWED, AGAIN -> runner.arrived(order);
                                case DOUBLE -> {}
                                case ENDED -> confirmations.wake();
                            }
                        },
                        clock);
        runner.onPurge(misses::forget);
        services.add(
                "misses",
                MissDoor.open(
                        nginx.config().missSocket(),
                        misses,
                        new Arrivals(publications, holdings, journal, runner),
                        NGINX_TYPES));
    }

    private void startChecks(
            Services services,
            Publications publications,
            ContentStore content,
            Losses losses,
            ConfirmationSender confirmations)
            throws Exception {
        AgentConfig.ScrubKeys keys = config.scrub();
        Scrub scrub =
                new Scrub(
                        publications,
                        content,
                        losses,
                        confirmations::wake,
                        config.data().toAbsolutePath().resolve("scrub.json"),
                        codec,
                        new Scrub.Settings(keys.period(), keys.leastRate(), keys.mostRate()),
                        clock);
        services.start("scrub", scrub, scrub::start);
        Inspection inspection =
                new Inspection(
                        publications,
                        losses,
                        confirmations::wake,
                        keys.lookInterval(),
                        clock,
                        random);
        services.start("inspection", inspection, inspection::start);
    }

    private static Optional<Swarm> swarm(ManagerLink manager, Enrolled me, AssetId asset)
            throws InterruptedException {
        try {
            return Optional.of(manager.swarm(me, asset));
        } catch (IOException | ManagerLink.RefusedException e) {
            LOG.info("fills without other agents for now asset={} cause={}", asset, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<WanShare> share(ManagerLink manager, Enrolled me)
            throws InterruptedException {
        try {
            return Optional.of(manager.wanShare(me));
        } catch (IOException | ManagerLink.RefusedException e) {
            LOG.debug("keeps the last share of the cluster's cap cause={}", e.getMessage());
            return Optional.empty();
        }
    }

    private PeerDoor door(int port) throws IOException {
        String host = config.peer().address().orElse(self().addresses().getFirst());
        return new PeerDoor(
                URI.create(
                        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port));
    }

    private void startReports(
            Services services,
            Enrolled me,
            Nginx nginx,
            DiskSpace disk,
            Publications publications,
            Evictions evictions,
            Losses losses,
            JobRunner runner,
            Reports reports,
            BrokerLink link,
            JobJournal journal,
            ConfirmationSender confirmations)
            throws Exception {
        Path data = config.data().toAbsolutePath();
        Statistics statistics =
                new Statistics(
                        me.server(),
                        nginx,
                        disk,
                        data.resolve("samples.log"),
                        config.report().sampleInterval(),
                        codec,
                        reports,
                        evictions::viewed,
                        clock);
        services.start("statistics", statistics, statistics::start);
        FillProgress progress = new FillProgress(me.server(), runner, reports, clock);
        services.start("progress", progress, progress::start);
        InventorySender inventory =
                new InventorySender(me, managerLink(), publications, losses::evicted, clock);
        services.start("inventory", inventory, inventory::start);
        Heartbeats heartbeats =
                new Heartbeats(
                        me.server(),
                        AgentVersion.text(),
                        disk,
                        publications,
                        runner,
                        nginx,
                        reports,
                        statusFile(config.data()),
                        codec,
                        config.report().heartbeatInterval(),
                        clock);
        services.start("heartbeats", heartbeats, heartbeats::start);
        // Last: jobs come only when all is there to carry them out.
        services.add(
                "inbox",
                link.consume(
                        Topology.agent(me.server()),
                        PREFETCH,
                        new JobInbox(
                                codec,
                                journal,
                                runner,
                                confirmations::wake,
                                heartbeats::beat,
                                inventory::send,
                                clock)));
        link.onChange(state -> {
            if (state.connected()) {
                heartbeats.beat();
                confirmations.wake();
            }
        });
    }

    static Path statusFile(Path data) {
        return data.resolve("status.json");
    }

    /// The last words of the agent that runs on this data folder, if one does.
    static Optional<String> status(Path data) throws IOException {
        Path file = statusFile(data);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }
}
