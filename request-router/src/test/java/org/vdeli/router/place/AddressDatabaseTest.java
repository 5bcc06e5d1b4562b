package org.vdeli.router.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.map.Worlds;
import org.vdeli.router.net.IpAddress;

class AddressDatabaseTest {
    @TempDir private Path folder;

    private static Map<String, Object> at(double latitude, double longitude, int radius) {
        return Map.of(
                "location",
                Map.of("latitude", latitude, "longitude", longitude, "accuracy_radius", radius));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private AddressDatabase open() throws IOException {
        Path file =
                new AddressFile()
                        .with("192.0.2.0/24", at(38.7, -9.1, 20))
                        .with("198.51.100.0/24", at(46.0, 2.0, 1000))
                        .with("203.0.113.0/24", Map.of("country", Map.of("iso_code", "PT")))
                        .with("2001:db8::/32", at(59.9, 10.7, 50))
                        .writeTo(folder.resolve("test.mmdb"));
        return AddressDatabase.open(file, 200);
    }

    @Test
    void knowsPlacesAndTakesCoarseOnesForNone() throws IOException {
        try (AddressDatabase database = open()) {
            assertThat(database.find(address("192.0.2.77"))).contains(new GeoPoint(38.7, -9.1));
            assertThat(database.find(address("2001:db8::5"))).contains(new GeoPoint(59.9, 10.7));
            assertThat(database.find(address("198.51.100.1"))).isEmpty();
            assertThat(database.find(address("203.0.113.1"))).isEmpty();
            assertThat(database.find(address("8.8.8.8"))).isEmpty();
        }
    }

    @Test
    void whatTheClientSaysOfItselfGoesBeforeTheDatabase() throws IOException {
        try (AddressDatabase database = open()) {
            Locator locator = new Locator(Optional.of(database));
            FleetIndex fleet = new FleetIndex(Worlds.fleet(1));
            assertThat(locator.locate(fleet, address("192.0.2.1"), Optional.empty()).source())
                    .isEqualTo(Place.Source.DATABASE);
            assertThat(
                            locator.locate(fleet, address("192.0.2.1"), Optional.of(Worlds.OSLO))
                                    .source())
                    .isEqualTo(Place.Source.CLIENT);
        }
    }

    @Test
    void saysWhatIsWrongWithTheFile() {
        assertThatThrownBy(() -> AddressDatabase.open(folder.resolve("none.mmdb"), 200))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not open the address database");
    }
}
