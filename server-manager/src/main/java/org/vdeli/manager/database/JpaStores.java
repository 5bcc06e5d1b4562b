package org.vdeli.manager.database;

import java.util.List;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.vdeli.manager.access.OperatorSessions;
import org.vdeli.manager.access.Operators;
import org.vdeli.manager.access.jpa.JpaOperatorSessions;
import org.vdeli.manager.access.jpa.JpaOperators;
import org.vdeli.manager.alarm.Alarms;
import org.vdeli.manager.alarm.jpa.JpaAlarms;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.asset.Assignments;
import org.vdeli.manager.asset.Distributions;
import org.vdeli.manager.asset.Replicas;
import org.vdeli.manager.asset.UnknownContents;
import org.vdeli.manager.asset.jpa.JpaAssets;
import org.vdeli.manager.asset.jpa.JpaAssignments;
import org.vdeli.manager.asset.jpa.JpaDistributions;
import org.vdeli.manager.asset.jpa.JpaReplicas;
import org.vdeli.manager.asset.jpa.JpaUnknownContents;
import org.vdeli.manager.audit.AuditEntries;
import org.vdeli.manager.audit.jpa.JpaAuditEntries;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.Outbox;
import org.vdeli.manager.dispatch.jpa.JpaJobs;
import org.vdeli.manager.dispatch.jpa.JpaOutbox;
import org.vdeli.manager.fleet.Clusters;
import org.vdeli.manager.fleet.EdgeServers;
import org.vdeli.manager.fleet.EnrolmentTokens;
import org.vdeli.manager.fleet.OriginRests;
import org.vdeli.manager.fleet.PeerDoors;
import org.vdeli.manager.fleet.Regions;
import org.vdeli.manager.fleet.SharedKeys;
import org.vdeli.manager.fleet.jpa.JpaClusters;
import org.vdeli.manager.fleet.jpa.JpaEdgeServers;
import org.vdeli.manager.fleet.jpa.JpaEnrolmentTokens;
import org.vdeli.manager.fleet.jpa.JpaOriginRests;
import org.vdeli.manager.fleet.jpa.JpaPeerDoors;
import org.vdeli.manager.fleet.jpa.JpaRegions;
import org.vdeli.manager.fleet.jpa.JpaSharedKeys;
import org.vdeli.manager.ingest.Uploads;
import org.vdeli.manager.ingest.jpa.JpaUploads;
import org.vdeli.manager.origin.OriginCopies;
import org.vdeli.manager.origin.jpa.JpaOriginCopies;
import org.vdeli.manager.policy.DeliveryPolicies;
import org.vdeli.manager.policy.jpa.JpaDeliveryPolicies;
import org.vdeli.manager.presence.Managers;
import org.vdeli.manager.presence.jpa.JpaManagers;
import org.vdeli.manager.publisher.Projects;
import org.vdeli.manager.publisher.Publishers;
import org.vdeli.manager.publisher.jpa.JpaProjects;
import org.vdeli.manager.publisher.jpa.JpaPublishers;
import org.vdeli.manager.purge.Purges;
import org.vdeli.manager.purge.jpa.JpaPurges;
import org.vdeli.manager.routing.ClientNetworks;
import org.vdeli.manager.routing.RouterTokens;
import org.vdeli.manager.routing.jpa.JpaClientNetworks;
import org.vdeli.manager.routing.jpa.JpaRouterTokens;
import org.vdeli.manager.traffic.Samples;
import org.vdeli.manager.traffic.jpa.JpaSamples;

/// The stores of one transaction in MariaDB.
record JpaStores(
        Operators operators,
        OperatorSessions sessions,
        Publishers publishers,
        Projects projects,
        Regions regions,
        Clusters clusters,
        EdgeServers servers,
        EnrolmentTokens enrolmentTokens,
        PeerDoors peerDoors,
        OriginRests originRests,
        DeliveryPolicies policies,
        Uploads uploads,
        Assets assets,
        Assignments assignments,
        Replicas replicas,
        OriginCopies originCopies,
        UnknownContents unknownContents,
        Distributions distributions,
        Jobs jobs,
        Purges purges,
        Outbox outbox,
        Samples samples,
        Alarms alarms,
        AuditEntries audit,
        Managers managers,
        SharedKeys sharedKeys,
        ClientNetworks clientNetworks,
        RouterTokens routerTokens)
        implements Stores {

    static JpaStores of(StatelessSession session) {
        return new JpaStores(
                new JpaOperators(session),
                new JpaOperatorSessions(session),
                new JpaPublishers(session),
                new JpaProjects(session),
                new JpaRegions(session),
                new JpaClusters(session),
                new JpaEdgeServers(session),
                new JpaEnrolmentTokens(session),
                new JpaPeerDoors(session),
                new JpaOriginRests(session),
                new JpaDeliveryPolicies(session),
                new JpaUploads(session),
                new JpaAssets(session),
                new JpaAssignments(session),
                new JpaReplicas(session),
                new JpaOriginCopies(session),
                new JpaUnknownContents(session),
                new JpaDistributions(session),
                new JpaJobs(session),
                new JpaPurges(session),
                new JpaOutbox(session),
                new JpaSamples(session),
                new JpaAlarms(session),
                new JpaAuditEntries(session),
                new JpaManagers(session),
                new JpaSharedKeys(session),
                new JpaClientNetworks(session),
                new JpaRouterTokens(session));
    }

    /// All row classes.
    static List<Class<?>> rows() {
        return Stream.of(
                        JpaOperators.rows(),
                        JpaOperatorSessions.rows(),
                        JpaPublishers.rows(),
                        JpaProjects.rows(),
                        JpaRegions.rows(),
                        JpaClusters.rows(),
                        JpaEdgeServers.rows(),
                        JpaEnrolmentTokens.rows(),
                        JpaPeerDoors.rows(),
                        JpaOriginRests.rows(),
                        JpaDeliveryPolicies.rows(),
                        JpaUploads.rows(),
                        JpaAssets.rows(),
                        JpaAssignments.rows(),
                        JpaReplicas.rows(),
                        JpaOriginCopies.rows(),
                        JpaUnknownContents.rows(),
                        JpaJobs.rows(),
                        JpaPurges.rows(),
                        JpaOutbox.rows(),
                        JpaAlarms.rows(),
                        JpaAuditEntries.rows(),
                        JpaManagers.rows(),
                        JpaClientNetworks.rows(),
                        JpaRouterTokens.rows())
                .<Class<?>>flatMap(List::stream)
                .toList();
    }
}
