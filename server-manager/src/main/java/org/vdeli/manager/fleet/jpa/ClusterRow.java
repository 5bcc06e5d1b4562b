package org.vdeli.manager.fleet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.fleet.Cluster;

@Entity
@Table(name = "clusters")
final class ClusterRow {
    @Id long id;
    long regionId;
    String name = "";
    double latitude;
    double longitude;
    String networks = "[]";
    long wanCapacity;
    @Nullable Long wanCap;

    ClusterRow() {}

    static ClusterRow of(Cluster cluster) {
        ClusterRow row = new ClusterRow();
        row.id = cluster.id().value();
        row.regionId = cluster.region().value();
        row.name = cluster.name();
        row.latitude = cluster.position().latitude();
        row.longitude = cluster.position().longitude();
        row.networks = Columns.json(cluster.networks());
        row.wanCapacity = cluster.wanCapacity().bitsPerSecond();
        row.wanCap = cluster.wanCap().map(Bitrate::bitsPerSecond).orElse(null);
        return row;
    }

    Cluster toCluster() {
        return new Cluster(
                new ClusterId(id),
                new RegionId(regionId),
                name,
                new GeoPoint(latitude, longitude),
                Columns.listFromJson(networks, String[].class),
                Bitrate.of(wanCapacity),
                Optional.ofNullable(wanCap).map(Bitrate::of));
    }
}
