package org.vdeli.manager.database;

import org.vdeli.manager.access.OperatorSessions;
import org.vdeli.manager.access.Operators;
import org.vdeli.manager.alarm.Alarms;
import org.vdeli.manager.asset.Assets;
import org.vdeli.manager.asset.Assignments;
import org.vdeli.manager.asset.Distributions;
import org.vdeli.manager.asset.Replicas;
import org.vdeli.manager.asset.UnknownContents;
import org.vdeli.manager.audit.AuditEntries;
import org.vdeli.manager.dispatch.Jobs;
import org.vdeli.manager.dispatch.Outbox;
import org.vdeli.manager.fleet.Clusters;
import org.vdeli.manager.fleet.EdgeServers;
import org.vdeli.manager.fleet.EnrolmentTokens;
import org.vdeli.manager.fleet.FleetSnapshot;
import org.vdeli.manager.fleet.OriginRests;
import org.vdeli.manager.fleet.PeerDoors;
import org.vdeli.manager.fleet.Regions;
import org.vdeli.manager.fleet.SharedKeys;
import org.vdeli.manager.ingest.Uploads;
import org.vdeli.manager.origin.OriginCopies;
import org.vdeli.manager.policy.DeliveryPolicies;
import org.vdeli.manager.presence.Managers;
import org.vdeli.manager.publisher.Projects;
import org.vdeli.manager.publisher.Publishers;
import org.vdeli.manager.purge.Purges;
import org.vdeli.manager.routing.ClientNetworks;
import org.vdeli.manager.routing.RouterTokens;
import org.vdeli.manager.traffic.Samples;

/// All stores within one transaction; void when it ends.
public interface Stores {
    Operators operators();

    OperatorSessions sessions();

    Publishers publishers();

    Projects projects();

    Regions regions();

    Clusters clusters();

    EdgeServers servers();

    EnrolmentTokens enrolmentTokens();

    PeerDoors peerDoors();

    OriginRests originRests();

    DeliveryPolicies policies();

    Uploads uploads();

    Assets assets();

    Assignments assignments();

    Replicas replicas();

    OriginCopies originCopies();

    UnknownContents unknownContents();

    Distributions distributions();

    Jobs jobs();

    Purges purges();

    Outbox outbox();

    Samples samples();

    Alarms alarms();

    AuditEntries audit();

    Managers managers();

    SharedKeys sharedKeys();

    ClientNetworks clientNetworks();

    RouterTokens routerTokens();

    /// All regions, clusters and servers, retired ones included.
    default FleetSnapshot fleet() {
        return new FleetSnapshot(regions().all(), clusters().all(), servers().all());
    }
}
