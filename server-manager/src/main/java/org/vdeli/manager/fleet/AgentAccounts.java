package org.vdeli.manager.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.database.Transactions;

/// Keeps the agents' accounts and queues at the broker as the database wants them: a broker that
/// lost everything gets them back, retired servers lose theirs.
public final class AgentAccounts {
    private static final int PART = 500;
    private static final String QUEUE_PREFIX = "agent.";
    private static final Logger log = LoggerFactory.getLogger(AgentAccounts.class);

    private final Transactions transactions;
    private final BrokerManagement broker;
    private final AgentSecrets secrets;

    public AgentAccounts(Transactions transactions, BrokerManagement broker, AgentSecrets secrets) {
        this.transactions = transactions;
        this.broker = broker;
        this.secrets = secrets;
    }

    /// Compares the accounts and queues of all enrolled servers with the broker's and makes what is
    /// missing: also the bindings of a server that went to another cluster, whose old ones are
    /// taken away. Call it when the broker came back or the fleet changed. Says how many it made.
    ///
    /// @throws BrokerManagementException if the broker cannot be asked
    public int restore() {
        FleetSnapshot fleet = transactions.read(stores -> stores.fleet());
        Set<String> users = broker.users();
        Map<String, Set<String>> bindings = broker.jobBindings();
        List<BrokerManagement.AgentAccount> missing = new ArrayList<>();
        for (EdgeServer server : fleet.servers()) {
            boolean hasUser = users.contains(Topology.agentUser(server.id()));
            if (server.state() == ServerState.RETIRED) {
                if (hasUser) {
                    broker.removeAgent(server.id());
                    log.info("event=agent-account-removed server={}", server.id());
                }
            } else {
                Set<String> there = bindings.getOrDefault(Topology.agent(server.id()), Set.of());
                account(server, fleet)
                        .filter(account -> !hasUser || !there.equals(keysOf(account)))
                        .ifPresent(missing::add);
            }
        }
        for (int i = 0; i < missing.size(); i += PART) {
            broker.putAgents(missing.subList(i, Math.min(i + PART, missing.size())));
        }
        for (BrokerManagement.AgentAccount account : missing) {
            String queue = Topology.agent(account.server());
            Set<String> wanted = keysOf(account);
            bindings.getOrDefault(queue, Set.of()).stream()
                    .filter(key -> !wanted.contains(key))
                    .forEach(key -> broker.unbindJobs(queue, key));
        }
        if (!missing.isEmpty()) {
            log.warn("event=agent-accounts-restored accounts={}", missing.size());
        }
        return missing.size();
    }

    private static Set<String> keysOf(BrokerManagement.AgentAccount account) {
        return Topology.agentBindings(account.server(), account.cluster(), account.region())
                .stream()
                .map(Topology.Binding::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Makes the queue that a routing key names, if it is an enrolled agent's.
    ///
    /// @throws BrokerManagementException if the broker cannot be asked
    public void restoreQueue(String routingKey) {
        if (!routingKey.startsWith(QUEUE_PREFIX)) {
            return;
        }
        ServerId id = ServerId.of(routingKey.substring(QUEUE_PREFIX.length()));
        FleetSnapshot fleet = transactions.read(stores -> stores.fleet());
        fleet.servers().stream()
                .filter(server -> server.id().equals(id))
                .filter(server -> server.state() != ServerState.RETIRED)
                .findFirst()
                .flatMap(server -> account(server, fleet))
                .ifPresent(account -> {
                    broker.putAgents(List.of(account));
                    log.warn("event=agent-queue-restored server={}", id);
                });
    }

    private Optional<BrokerManagement.AgentAccount> account(
            EdgeServer server, FleetSnapshot fleet) {
        Map<ClusterId, Cluster> clusters =
                fleet.clusters().stream()
                        .collect(Collectors.toMap(Cluster::id, Function.identity()));
        return server.secretHash()
                .map(hash ->
                        new BrokerManagement.AgentAccount(
                                server.id(),
                                secrets.brokerPassword(server.id(), hash),
                                server.cluster(),
                                server.cluster()
                                        .flatMap(id -> Optional.ofNullable(clusters.get(id)))
                                        .map(Cluster::region)));
    }
}
