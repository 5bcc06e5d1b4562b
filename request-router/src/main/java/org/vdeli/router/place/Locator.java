package org.vdeli.router.place;

import java.util.Optional;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.net.IpAddress;
import org.vdeli.router.net.PrefixTable;

/// Finds out where a client is. What an operator says of its network counts most; then what the
/// client says of itself, which it knows better than a database does; then the database.
public final class Locator {
    private final Optional<AddressDatabase> database;

    public Locator(Optional<AddressDatabase> database) {
        this.database = database;
    }

    /// Where a client is.
    ///
    /// @param passed coordinates from the client
    public Place locate(FleetIndex fleet, IpAddress client, Optional<GeoPoint> passed) {
        int found = fleet.networks().find(client);
        if (found != PrefixTable.NONE) {
            Fleet.Network network = fleet.fleet().networks().get(found);
            int site = fleet.siteNumber(network.site());
            if (site >= 0) {
                return Place.inSite(fleet, site);
            }
            int area = fleet.areaNumber(network.area());
            if (area >= 0) {
                return Place.inArea(fleet, area);
            }
        }
        if (passed.isPresent()) {
            return Place.at(passed.get(), Place.Source.CLIENT);
        }
        return database.flatMap(known -> known.find(client))
                .map(point -> Place.at(point, Place.Source.DATABASE))
                .orElse(Place.NOWHERE);
    }
}
