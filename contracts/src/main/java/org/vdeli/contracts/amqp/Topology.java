package org.vdeli.contracts.amqp;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.id.UploadId;

/// Exchanges, queues, bindings and routing keys of the broker, as one table.
///
/// Everything is durable and every declaration is idempotent. What must not be lost stands in
/// quorum queues; what may be lost in classic queues that are bounded and drop their oldest
/// messages. Messages that a consumer refuses end in [#DEAD_LETTERS].
public final class Topology {
    /// Jobs and hints to agents.
    public static final String JOBS = "vdeli.jobs";

    /// What agents and FTP nodes say.
    public static final String REPORTS = "vdeli.reports";

    /// Where refused messages go.
    public static final String DEAD = "vdeli.dead";

    /// Where the messages go that leave an agent's queue unread. Of them only those that the agent
    /// refused go on to [#DEAD]: those that an overlong queue drops are no evidence of anything,
    /// and a single silent agent would push all others out.
    public static final String REFUSED = "vdeli.refused";

    /// Refused messages, with the reason in the header [#REASON_HEADER].
    public static final String DEAD_LETTERS = "dead.letters";

    /// Confirmations of jobs; must not be lost.
    public static final String CONFIRMATIONS = "manager.confirmations";

    /// Complete uploads that older managers took; must not be lost. Now each manager has its own,
    /// see [#uploads].
    public static final String UPLOADS = "manager.uploads";

    /// Statistics; may be lost.
    public static final String SAMPLES = "manager.samples";

    /// What managers tell each other: to all of them.
    public static final String CHANGES = "vdeli.changes";

    /// Why a message was refused.
    public static final String REASON_HEADER = "x-vdeli-reason";

    /// From which queue a refused message comes.
    public static final String QUEUE_HEADER = "x-vdeli-queue";

    /// With which routing key a refused message had been sent.
    public static final String KEY_HEADER = "x-vdeli-key";

    /// The key that reaches every agent.
    public static final String ALL_AGENTS = "all";

    /// Exchanges of the shared part.
    public static final List<Exchange> EXCHANGES =
            List.of(
                    new Exchange(JOBS, BuiltinExchangeType.TOPIC),
                    new Exchange(REPORTS, BuiltinExchangeType.TOPIC),
                    new Exchange(DEAD, BuiltinExchangeType.FANOUT),
                    new Exchange(CHANGES, BuiltinExchangeType.FANOUT),
                    new Exchange(REFUSED, BuiltinExchangeType.HEADERS));

    /// The headers by which RabbitMQ (from 3.10 on) tells a refused message from a dropped one.
    private static final Map<String, Object> WAS_REFUSED =
            Map.of("x-match", "all-with-x", "x-first-death-reason", "rejected");

    /// Queues of the shared part. The length is chosen for 4000 agents: 200 000 samples are eight
    /// minutes at one each ten seconds.
    public static final List<Queue> QUEUES =
            List.of(
                    new Queue(DEAD_LETTERS, lossy(100_000)),
                    new Queue(CONFIRMATIONS, safe()),
                    new Queue(UPLOADS, safe()),
                    new Queue(SAMPLES, lossy(200_000)));

    /// Bindings of the shared part.
    public static final List<Binding> BINDINGS =
            List.of(
                    new Binding(DEAD_LETTERS, DEAD, "#"),
                    new Binding(CONFIRMATIONS, REPORTS, "confirmation.*"),
                    new Binding(UPLOADS, REPORTS, "upload.*"),
                    new Binding(SAMPLES, REPORTS, "sample.*"));

    /// A manager's queues of what may be lost are deleted when it has been away for so long.
    public static final Duration MANAGER_QUEUE_EXPIRES = Duration.ofSeconds(60);

    /// A word of a server that is older says nothing of now.
    public static final Duration LIVE_WORD_EXPIRES = Duration.ofSeconds(10);

    /// An agent's queue is deleted when nobody has used it for so long.
    public static final Duration AGENT_QUEUE_EXPIRES = Duration.ofDays(30);

    /// An agent's queue holds so many jobs; older ones are dropped, and the reconciler sends them
    /// again.
    public static final int AGENT_QUEUE_LENGTH = 10_000;

    /// The names of the queues that drop their oldest messages, as a regular expression.
    public static final String LOSSY_QUEUES =
            "^(dead\\.letters|manager\\.samples|manager\\.[0-9a-v]{13}\\.(live|changes))$";

    /// The names of the agents' queues, as a regular expression.
    public static final String AGENT_QUEUES = "^agent\\.";

    /// A lossy queue holds so many bytes: 200 000 samples of 2.5 KiB, and no more of larger ones.
    public static final long LOSSY_BYTES = 512L * 1024 * 1024;

    private Topology() {}

    /// An exchange.
    ///
    /// @param name its name
    /// @param type topic, fanout or headers
    public record Exchange(String name, BuiltinExchangeType type) {}

    /// A queue.
    ///
    /// @param name its name
    /// @param arguments as RabbitMQ names them
    public record Queue(String name, Map<String, Object> arguments) {
        /// Copies.
        public Queue {
            arguments = Map.copyOf(arguments);
        }
    }

    /// A binding.
    ///
    /// @param queue to where
    /// @param exchange from where
    /// @param key which messages
    public record Binding(String queue, String exchange, String key) {}

    /// What an agent's account may do at the broker, as regular expressions of RabbitMQ: read its
    /// own queue, and write its own reports.
    ///
    /// @param configure names that it may declare: none
    /// @param write exchanges that it may publish to
    /// @param read queues that it may consume
    /// @param topicExchange the exchange that the next rule is for
    /// @param topicWrite routing keys that it may publish with
    /// @param topicRead routing keys that it may bind with: none
    public record AgentPermissions(
            String configure,
            String write,
            String read,
            String topicExchange,
            String topicWrite,
            String topicRead) {}

    /// The queue of an agent, which is also the routing key that reaches it.
    public static String agent(ServerId id) {
        return "agent." + id;
    }

    /// The routing key that reaches all agents of a cluster.
    public static String cluster(ClusterId id) {
        return "cluster." + id;
    }

    /// The routing key that reaches all agents of a region.
    public static String region(RegionId id) {
        return "region." + id;
    }

    /// The name of an agent's account at the broker.
    public static String agentUser(ServerId id) {
        return "agent-" + id;
    }

    /// The routing key of a confirmation.
    public static String confirmation(ServerId id) {
        return "confirmation." + id;
    }

    /// The routing key of a heartbeat.
    public static String heartbeat(ServerId id) {
        return "heartbeat." + id;
    }

    /// The routing key of a sample.
    public static String sample(ServerId id) {
        return "sample." + id;
    }

    /// The routing key of a report of progress.
    public static String progress(ServerId id) {
        return "progress." + id;
    }

    /// The routing key of a complete upload whose bytes are with a manager.
    public static String upload(ManagerId manager, UploadId id) {
        return "upload." + manager + "." + id;
    }

    /// The queue of the complete uploads whose bytes are with a manager; it waits for that manager
    /// however long it is away.
    public static String uploads(ManagerId id) {
        return "manager." + id + ".uploads";
    }

    /// The queue from which a manager hears of the whole fleet what happens now, as each of them
    /// does: heartbeats, progress and samples.
    public static String live(ManagerId id) {
        return "manager." + id + ".live";
    }

    /// The queue from which a manager hears what others changed.
    public static String changes(ManagerId id) {
        return "manager." + id + ".changes";
    }

    /// The queues of one manager. 50 000 messages are more than 4000 agents send in
    /// [#LIVE_WORD_EXPIRES].
    public static List<Queue> managerQueues(ManagerId id) {
        Map<String, Object> live = new HashMap<>(lossy(50_000));
        live.put("x-expires", MANAGER_QUEUE_EXPIRES.toMillis());
        live.put("x-message-ttl", LIVE_WORD_EXPIRES.toMillis());
        Map<String, Object> changes = new HashMap<>(lossy(10_000));
        changes.put("x-expires", MANAGER_QUEUE_EXPIRES.toMillis());
        return List.of(
                new Queue(uploads(id), safe()),
                new Queue(live(id), live),
                new Queue(changes(id), changes));
    }

    /// The bindings of one manager's queues.
    public static List<Binding> managerBindings(ManagerId id) {
        return List.of(
                new Binding(uploads(id), REPORTS, "upload." + id + ".*"),
                new Binding(live(id), REPORTS, "heartbeat.*"),
                new Binding(live(id), REPORTS, "progress.*"),
                new Binding(live(id), REPORTS, "sample.*"),
                new Binding(changes(id), CHANGES, "#"));
    }

    /// What an agent's account may do.
    public static AgentPermissions permissions(ServerId id) {
        return new AgentPermissions(
                "^$",
                "^vdeli\\.reports$",
                "^agent\\." + id + "$",
                REPORTS,
                "^(confirmation|heartbeat|sample|progress)\\." + id + "$",
                "^$");
    }

    /// The queue of an agent.
    public static Queue agentQueue(ServerId id) {
        return new Queue(
                agent(id),
                Map.of(
                        "x-max-length",
                        AGENT_QUEUE_LENGTH,
                        "x-overflow",
                        "drop-head",
                        "x-expires",
                        AGENT_QUEUE_EXPIRES.toMillis(),
                        "x-dead-letter-exchange",
                        REFUSED));
    }

    /// The bindings of an agent's queue.
    ///
    /// @param id the agent's server
    /// @param cluster its cluster, if it has one
    /// @param region its region, if it has one
    /// @return one binding for each key that reaches the agent
    public static List<Binding> agentBindings(
            ServerId id, Optional<ClusterId> cluster, Optional<RegionId> region) {
        String queue = agent(id);
        List<Binding> bindings = new java.util.ArrayList<>();
        bindings.add(new Binding(queue, JOBS, agent(id)));
        bindings.add(new Binding(queue, JOBS, ALL_AGENTS));
        cluster.ifPresent(one -> bindings.add(new Binding(queue, JOBS, cluster(one))));
        region.ifPresent(one -> bindings.add(new Binding(queue, JOBS, region(one))));
        return List.copyOf(bindings);
    }

    /// Declares what all programs share.
    ///
    /// @param channel an open channel of an account that may configure
    /// @throws IOException if the broker refuses, for example because a queue exists with other
    ///   arguments
    public static void declareShared(Channel channel) throws IOException {
        for (Exchange exchange : EXCHANGES) {
            channel.exchangeDeclare(exchange.name(), exchange.type(), true);
        }
        for (Queue queue : QUEUES) {
            declare(channel, queue);
        }
        for (Binding binding : BINDINGS) {
            bind(channel, binding);
        }
        channel.exchangeBind(DEAD, REFUSED, "", WAS_REFUSED);
    }

    /// Declares what all programs share and one manager's queues with their bindings.
    ///
    /// @param channel an open channel of an account that may configure
    /// @param id the manager
    /// @throws IOException if the broker refuses
    public static void declareManager(Channel channel, ManagerId id) throws IOException {
        declareShared(channel);
        for (Queue queue : managerQueues(id)) {
            declare(channel, queue);
        }
        for (Binding binding : managerBindings(id)) {
            bind(channel, binding);
        }
    }

    /// Declares one agent's queue with its bindings.
    ///
    /// @param channel an open channel of an account that may configure
    /// @param id the agent's server
    /// @param cluster its cluster, if it has one
    /// @param region its region, if it has one
    /// @throws IOException if the broker refuses
    public static void declareAgent(
            Channel channel, ServerId id, Optional<ClusterId> cluster, Optional<RegionId> region)
            throws IOException {
        declare(channel, agentQueue(id));
        for (Binding binding : agentBindings(id, cluster, region)) {
            bind(channel, binding);
        }
    }

    private static void declare(Channel channel, Queue queue) throws IOException {
        channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
    }

    private static void bind(Channel channel, Binding binding) throws IOException {
        channel.queueBind(binding.queue(), binding.exchange(), binding.key());
    }

    /// The delivery limit is explicit because RabbitMQ 4 would otherwise dead-letter after 20.
    private static Map<String, Object> safe() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-queue-type", "quorum");
        arguments.put("x-delivery-limit", 1000);
        arguments.put("x-dead-letter-exchange", DEAD);
        return arguments;
    }

    private static Map<String, Object> lossy(int length) {
        return Map.of("x-max-length", length, "x-overflow", "drop-head");
    }
}
