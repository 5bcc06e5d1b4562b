package org.vdeli.manager;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.ftp.upload.DiskReserve;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.alarm.DeadLetters;
import org.vdeli.manager.alarm.DiskWatch;
import org.vdeli.manager.asset.OriginCheck;
import org.vdeli.manager.asset.OriginCollector;
import org.vdeli.manager.asset.OriginHttp;
import org.vdeli.manager.asset.OriginRegister;
import org.vdeli.manager.asset.OriginStore;
import org.vdeli.manager.change.Changes;
import org.vdeli.manager.change.Replanning;
import org.vdeli.manager.database.IdMint;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.dispatch.Confirmations;
import org.vdeli.manager.dispatch.Dispatch;
import org.vdeli.manager.dispatch.Drains;
import org.vdeli.manager.dispatch.Envelopes;
import org.vdeli.manager.dispatch.Expiry;
import org.vdeli.manager.dispatch.JobOrders;
import org.vdeli.manager.dispatch.KeptAside;
import org.vdeli.manager.dispatch.Losses;
import org.vdeli.manager.dispatch.OnDemand;
import org.vdeli.manager.dispatch.Planning;
import org.vdeli.manager.dispatch.PolicyPreview;
import org.vdeli.manager.dispatch.Reconciler;
import org.vdeli.manager.dispatch.Replanner;
import org.vdeli.manager.dispatch.ReportConsumers;
import org.vdeli.manager.dispatch.RetryRule;
import org.vdeli.manager.dispatch.ServerTroubles;
import org.vdeli.manager.fleet.AgentAccounts;
import org.vdeli.manager.fleet.AgentSecrets;
import org.vdeli.manager.fleet.BrokerLimits;
import org.vdeli.manager.fleet.BrokerManagement;
import org.vdeli.manager.fleet.Enrolment;
import org.vdeli.manager.fleet.KeyFolder;
import org.vdeli.manager.fleet.LiveFleet;
import org.vdeli.manager.fleet.Liveness;
import org.vdeli.manager.fleet.OriginWatch;
import org.vdeli.manager.fleet.ServerWatch;
import org.vdeli.manager.ingest.Leftovers;
import org.vdeli.manager.ingest.NodeContents;
import org.vdeli.manager.ingest.UploadAcceptance;
import org.vdeli.manager.ingest.UploadConsumer;
import org.vdeli.manager.ingest.UploadIntake;
import org.vdeli.manager.ingest.UploadStaging;
import org.vdeli.manager.ingest.UploadSweep;
import org.vdeli.manager.origin.OriginHolder;
import org.vdeli.manager.origin.OriginSources;
import org.vdeli.manager.presence.ManagerNode;
import org.vdeli.manager.presence.ManagerWatch;
import org.vdeli.manager.purge.Purging;
import org.vdeli.manager.side.ReceivedChanges;
import org.vdeli.manager.side.SharedChanges;
import org.vdeli.manager.traffic.SampleStore;

/// The part of the wiring that walks the road: uploads in, assets planned, jobs out, reports taken,
/// servers watched, differences mended. Constructing it opens the folders and reads the keys;
/// [#start] begins the work.
public final class DispatchWiring implements AutoCloseable {
    private static final int CONFIRMATIONS_AT_ONCE = 500;

    /// Twice as many are fetched, of 16 KiB at most: 32 MB for each of the queues.
    private static final int SAMPLES_AT_ONCE = 1000;

    private static final int LIVE_AT_ONCE = 1000;
    private static final int NOTES_AT_ONCE = 100;

    /// An agent's longest pause between attempts to reach the broker (20 s, see
    /// `LinkSettings#agent`), and one heartbeat.
    private static final Duration AGENTS_COME_BACK = Duration.ofSeconds(25);

    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration BROKER_TROUBLE = Duration.ofSeconds(10);
    private static final String BROKER_DOWN = "broker-unreachable";

    /// What the alarm was about when there was one manager.
    private static final String FORMER_BROKER = "broker";

    private static final Logger log = LoggerFactory.getLogger(DispatchWiring.class);

    private final ManagerNode self;
    private final BrokerLink link;
    private final SharedChanges changes;
    private final ManagerWatch managers;
    private final InstantSource time;
    private final AlarmDesk alarms;
    private final DeadLetters deadLetters;
    private final DiskReserve reserve;
    private final DiskWatch disk;
    private final Enrolment enrolment;
    private final BrokerLimits limits;
    private final AgentAccounts accounts;
    private final OriginStore originStore;
    private final OriginCheck originCheck;
    private final OriginCollector collector;
    private final Leftovers leftovers;
    private final OriginHttp originHttp;
    private final UploadIntake intake;
    private final UploadConsumer uploads;
    private final UploadSweep sweep;
    private final ReportConsumers reports;
    private final Liveness liveness;
    private final ServerWatch servers;
    private final ServerTroubles troubles;
    private final Dispatch dispatch;
    private final Planning planning;
    private final Replanner replanner;
    private final OriginWatch origins;
    private final Purging purging;
    private final Drains drains;
    private final Expiry expiry;
    private final AtomicBoolean accountsChecked = new AtomicBoolean();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean brokerAlarm = true;

    /// What it needs to know.
    ///
    /// @param self who this manager is, and how agents reach its HTTP
    /// @param secrets the keys that all managers share
    /// @param data the manager's data folder
    /// @param agentBroker how agents reach the broker, without credentials
    /// @param silentAfter longest silence of a server that is online
    /// @param reserve what uploads leave free of the disk
    /// @param originRate what the origin store hands out at most, zero for no limit
    /// @param retry of jobs that ended badly
    /// @param origins how many copies there shall be, and when one is given up
    /// @param unknownGrace how long contents are kept of which the database never heard
    public record Settings(
            ManagerNode self,
            KeyFolder secrets,
            Path data,
            URI agentBroker,
            Duration silentAfter,
            DiskReserve reserve,
            Bitrate originRate,
            RetryRule retry,
            OriginWatch.Settings origins,
            Duration unknownGrace) {}

    public DispatchWiring(
            Settings settings,
            Transactions transactions,
            IdMint ids,
            InstantSource time,
            RandomGenerator chance,
            SecureRandom random,
            Codec codec,
            Changes here,
            LiveFleet live,
            BrokerLink link,
            BrokerManagement management) {
        this.self = settings.self();
        this.link = link;
        this.time = time;
        this.changes =
                new SharedChanges(
                        self.id(),
                        received(here, live),
                        note -> {
                            var _ = link.publish(note);
                        },
                        codec,
                        time);
        KeyFolder keys = settings.secrets();
        KeyPair tokenKey = keys.tokenKey();
        AgentSecrets secrets = new AgentSecrets(keys.brokerKey(), random);
        Envelopes envelopes = new Envelopes(codec, ids);

        this.alarms = new AlarmDesk(transactions, ids, time, changes);
        this.deadLetters = new DeadLetters(management, alarms);
        this.limits = new BrokerLimits(management);
        this.reserve = settings.reserve();
        this.disk = new DiskWatch(reserve, alarms, self.name());
        this.accounts = new AgentAccounts(transactions, management, secrets);
        this.enrolment =
                new Enrolment(
                        transactions,
                        management,
                        secrets,
                        tokenKey.getPublic(),
                        settings.agentBroker(),
                        ids,
                        time,
                        changes);
        this.originStore = new OriginStore(settings.data());
        OriginRegister register =
                new OriginRegister(transactions, originStore, OriginHolder.of(self.id()), time);
        this.originCheck = new OriginCheck(transactions, originStore, register, alarms, time);
        this.collector =
                new OriginCollector(
                        transactions, originStore, register, settings.unknownGrace(), time);
        this.originHttp =
                new OriginHttp(
                        transactions,
                        originStore,
                        tokenKey.getPublic(),
                        Throttle.of(settings.originRate()),
                        time);

        this.dispatch =
                new Dispatch(
                        transactions,
                        envelopes,
                        tokenKey.getPrivate(),
                        OriginSources.storeOf(self.url()),
                        link::publishAll,
                        (exchange, key) -> accounts.restoreQueue(key),
                        live,
                        alarms,
                        settings.unknownGrace(),
                        ids,
                        time,
                        changes,
                        settings.origins().copies());
        this.planning = dispatch.planning();
        this.replanner = new Replanner(transactions, planning);
        this.purging = new Purging(transactions, planning, ids, time);
        this.drains = new Drains(transactions, alarms);
        this.expiry = new Expiry(transactions, planning, time);
        Confirmations confirmations =
                new Confirmations(planning, alarms, settings.retry(), time, chance);
        this.reports =
                new ReportConsumers(
                        codec,
                        confirmations,
                        new Losses(planning, alarms, time),
                        new SampleStore(transactions),
                        live,
                        changes,
                        here);
        this.servers = new ServerWatch(transactions, live, alarms, time);
        this.troubles = new ServerTroubles(transactions, alarms);
        this.liveness =
                new Liveness(
                        transactions,
                        live,
                        alarms,
                        new Liveness.Settings(
                                settings.silentAfter(),
                                settings.silentAfter().plus(AGENTS_COME_BACK),
                                Duration.ofSeconds(5)),
                        time,
                        changes,
                        this::online);
        this.origins =
                new OriginWatch(
                        transactions,
                        live,
                        liveness::hearingSince,
                        alarms,
                        replanner,
                        settings.origins(),
                        time);

        UploadStaging staging = new UploadStaging(settings.data());
        this.intake =
                new UploadIntake(
                        transactions, staging, envelopes, self.id(), ids, time, dispatch::wake);
        UploadAcceptance acceptance =
                new UploadAcceptance(
                        transactions,
                        staging,
                        originStore,
                        register,
                        self.id(),
                        planning,
                        ids,
                        time);
        this.uploads = new UploadConsumer(codec, acceptance);
        this.leftovers =
                new Leftovers(
                        transactions, staging, new NodeContents(settings.data(), reserve), time);
        this.sweep = new UploadSweep(transactions, acceptance, self.id(), time);
        this.managers =
                new ManagerWatch(transactions, self.id(), alarms, time, replanner::topologyChanged);
    }

    /// What is told to this manager is told to its consoles, and to those parts that keep what
    /// others may change.
    private Changes received(Changes here, LiveFleet live) {
        return new ReceivedChanges(here) {
            @Override
            public void fillEnded(AssetId asset, ServerId server) {
                live.ended(asset, server);
            }

            @Override
            public void contentDoubted(AssetId asset) {
                originCheck.suspect(asset);
            }

            @Override
            public void serversChanged(Collection<ServerId> servers) {
                liveness.reread();
                super.serversChanged(servers);
            }
        };
    }

    /// Begins to consume and to send. The link may still be connecting.
    public void start() {
        dispatch.start();
        running.push(dispatch);
        replanner.start();
        running.push(replanner);
        running.push(link.consume(Topology.uploads(self.id()), 16, uploads::take));
        running.push(link.consume(Topology.UPLOADS, 16, uploads::take));
        running.push(
                link.consumeBatches(
                        Topology.CONFIRMATIONS,
                        CONFIRMATIONS_AT_ONCE,
                        GATHER,
                        reports::confirmations));
        running.push(
                link.consumeBatches(Topology.SAMPLES, SAMPLES_AT_ONCE, GATHER, reports::samples));
        running.push(
                link.consumeBatches(Topology.live(self.id()), LIVE_AT_ONCE, GATHER, reports::live));
        running.push(
                link.consumeBatches(
                        Topology.changes(self.id()), NOTES_AT_ONCE, GATHER, changes::take));
        link.onChange(state -> {
            if (state.connected()) {
                accountsChecked.set(false);
            }
        });
        every("changes", Duration.ofMillis(50), changes::turn);
        every("managers", Duration.ofSeconds(5), managers::turn);
        every("liveness", Duration.ofMillis(500), () -> liveness.turn(link.state().connected()));
        every("servers", Duration.ofSeconds(5), servers::turn);
        every(
                "origins",
                Duration.ofSeconds(2),
                () -> {
                    // Without the broker nobody is heard, and nobody is silent.
                    if (link.state().connected()) {
                        origins.turn();
                    }
                });
        every("server-troubles", Duration.ofSeconds(5), troubles::turn);
        every("reconciler", Duration.ofSeconds(5), this::reconcile);
        every("expiry", Duration.ofSeconds(5), expiry::turn);
        every("drains", Duration.ofSeconds(5), drains::turn);
        every("kept-aside", Duration.ofSeconds(5), dispatch.keptAside()::turn);
        every("purges", Duration.ofSeconds(2), purging::turn);
        every("accounts", Duration.ofSeconds(2), this::checkAccounts);
        every("dead-letters", Duration.ofSeconds(10), this::watchBroker);
        every("origin-check", Duration.ofSeconds(10), originCheck::turn);
        every("origin-collector", Duration.ofSeconds(10), collector::turn);
        every("upload-leftovers", Duration.ofHours(1), leftovers::turn);
        every("disk", Duration.ofSeconds(10), disk::turn);
        every("upload-sweep", Duration.ofSeconds(20), sweep::turn);
    }

    /// To be told of changes that all managers have to know.
    public Changes changes() {
        return changes;
    }

    /// Where the FTP side delivers to.
    public UploadIntake uploads() {
        return intake;
    }

    public Enrolment enrolment() {
        return enrolment;
    }

    public OriginHttp origin() {
        return originHttp;
    }

    public OriginStore originStore() {
        return originStore;
    }

    public Planning planning() {
        return planning;
    }

    /// To be told of changes of policies and of the fleet.
    public Replanning replanning() {
        return new Replanning() {
            @Override
            public void topologyChanged() {
                accountsChecked.set(false);
                replanner.topologyChanged();
            }

            @Override
            public void policiesChanged(ProjectId project) {
                replanner.policiesChanged(project);
            }

            @Override
            public void assetsChanged(Collection<AssetId> assets) {
                replanner.assetsChanged(assets);
            }
        };
    }

    public Reconciler reconciler() {
        return dispatch.reconciler();
    }

    /// What edge servers hold and the database does not know.
    public KeptAside keptAside() {
        return dispatch.keptAside();
    }

    /// Copies that viewers ask for, and operators.
    public OnDemand onDemand() {
        return dispatch.onDemand();
    }

    public JobOrders jobOrders() {
        return dispatch.orders();
    }

    /// To find out what a change of policies would do.
    public PolicyPreview preview() {
        return dispatch.preview();
    }

    public Purging purging() {
        return purging;
    }

    public AlarmDesk alarms() {
        return alarms;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /// What uploads leave free of the disk.
    public DiskReserve diskReserve() {
        return reserve;
    }

    /// To be called after a transaction that left jobs or messages to be sent.
    public void jobsWait() {
        dispatch.wake();
    }

    private void online(Collection<ServerId> joined, Collection<ServerId> returned) {
        if (!joined.isEmpty()) {
            replanner.topologyChanged();
        }
        if (!returned.isEmpty()) {
            dispatch.wake();
        }
    }

    private void reconcile() {
        if (link.state().connected()) {
            dispatch.reconciler().turn();
        }
    }

    private void checkAccounts() {
        if (link.state().connected() && !accountsChecked.get()) {
            limits.put();
            accounts.restore();
            accountsChecked.set(true);
        }
    }

    private void watchBroker() {
        boolean connected = link.state().connected();
        boolean down =
                !connected && link.state().since().plus(BROKER_TROUBLE).isBefore(time.instant());
        if (down) {
            alarms.raise(
                    AlarmSeverity.CRITICAL,
                    ObjectKind.MANAGER,
                    self.name(),
                    BROKER_DOWN,
                    "The manager "
                            + self.name()
                            + " cannot reach the broker: "
                            + link.state().detail());
            brokerAlarm = true;
        } else if (connected && brokerAlarm) {
            alarms.clear(ObjectKind.MANAGER, self.name(), BROKER_DOWN);
            alarms.clear(ObjectKind.MANAGER, FORMER_BROKER, BROKER_DOWN);
            brokerAlarm = false;
        }
        if (connected) {
            deadLetters.turn();
        }
    }

    private void every(String name, Duration pause, Runnable turn) {
        running.push(new Repeated(name, pause, turn));
    }

    /// Ends what was started, the last first. Idempotent.
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                log.warn("event=close-failed", e);
            }
        }
    }
}
