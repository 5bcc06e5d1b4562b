package org.vdeli.manager.fleet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.database.Columns;
import org.vdeli.manager.fleet.Region;

@Entity
@Table(name = "regions")
final class RegionRow {
    @Id long id;
    String name = "";
    String area = "[]";
    int rankOrder;

    RegionRow() {}

    static RegionRow of(Region region) {
        RegionRow row = new RegionRow();
        row.id = region.id().value();
        row.name = region.name();
        row.area = Columns.json(region.area());
        row.rankOrder = region.order();
        return row;
    }

    Region toRegion() {
        return new Region(
                new RegionId(id), name, Columns.listFromJson(area, GeoPoint[].class), rankOrder);
    }
}
