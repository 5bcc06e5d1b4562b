package org.vdeli.contracts.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;

final class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "500, 500",
        "4MiB, 4194304",
        "4 mib, 4194304",
        "20GB, 20000000000",
        "1TiB, 1099511627776"
    })
    void aSizeIsReadWithItsUnit(String text, long bytes) {
        assertThat(ByteCount.parse(text)).isEqualTo(ByteCount.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GB", "4 furlongs", "99999999999999999999"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> ByteCount.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a size such as");
    }

    @Test
    void aSizeThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> ByteCount.parse("999999999999TiB"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("too large a size");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "5368709120, 5.4 GB",
        "9223372036854775807, 9.2 EB"
    })
    void sizesAreShownForPeople(long bytes, String text) {
        assertThat(ByteCount.of(bytes)).hasToString(text);
    }

    @Test
    void aRateIsReadAveragedAndShown() {
        assertThat(Bitrate.parse("8Mbit/s")).isEqualTo(Bitrate.of(8_000_000));
        assertThat(Bitrate.average(ByteCount.of(1_000_000), Duration.ofSeconds(2)))
                .isEqualTo(Bitrate.of(4_000_000));
        assertThat(Bitrate.average(ByteCount.of(1), Duration.ZERO)).isEqualTo(Bitrate.ZERO);
        assertThat(Bitrate.of(12_500_000)).hasToString("12.5 Mbit/s");
        assertThatThrownBy(() -> Bitrate.parse("fast"))
                .hasMessage("not a rate such as 8Mbit/s: fast");
    }

    /// The vectors of the feature catalogue.
    @ParameterizedTest
    @CsvSource({
        "37.7749, -122.4194, 34.05, -118.44, 547.589",
        "-23.5505, -46.6333, -22.9068, -43.1729, 360.749",
        "51.5074, -0.1278, 48.8566, 2.3522, 343.556",
        "0, 0, 0, 180, 20015.087",
        "0, 179.5, 0, -179.5, 111.195",
        "90, 0, -90, 0, 20015.087",
        "1, 2, 1, 2, 0"
    })
    void distancesAreThoseOfTheCatalogue(
            double lat1, double lon1, double lat2, double lon2, double kilometres) {
        assertThat(new GeoPoint(lat1, lon1).kilometresTo(new GeoPoint(lat2, lon2)))
                .isCloseTo(kilometres, within(0.001));
    }

    @Test
    void aPlaceOffTheEarthIsRefused() {
        assertThatThrownBy(() -> new GeoPoint(90.1, 0.0))
                .hasMessage("latitude must be -90 to 90, not 90.1");
        assertThatThrownBy(() -> new GeoPoint(Double.NaN, 0.0))
                .hasMessage("latitude must be -90 to 90, not NaN");
        assertThatThrownBy(() -> new GeoPoint(0.0, -180.5))
                .hasMessage("longitude must be -180 to 180, not -180.5");
    }

    @Test
    void aChecksumIsTheOneOfSha256sum() {
        assertThat(Checksum.ofContent("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThatThrownBy(() -> Checksum.of("BA78"))
                .hasMessage("not a SHA-256 of 64 lower-case hexadecimal digits: BA78");
    }

    @Test
    void aFileIsCutIntoPiecesOfOneSizeAndARest() {
        PieceLayout layout = new PieceLayout(ByteCount.of(10), ByteCount.of(4));

        assertThat(layout.count()).isEqualTo(3);
        assertThat(layout.offset(2)).isEqualTo(8);
        assertThat(layout.length(0)).isEqualTo(4);
        assertThat(layout.length(2)).isEqualTo(2);
        assertThatThrownBy(() -> layout.offset(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("no piece 3 of 3");
        assertThat(new PieceLayout(ByteCount.ZERO, ByteCount.of(4)).count()).isZero();
        PieceLayout large = new PieceLayout(ByteCount.of(5L << 30), ByteCount.mebibytes(4));
        assertThat(large.offset(1279)).isEqualTo(5_364_514_816L);
    }

    @Test
    void aSmallNewAssetIsCutFinerThanALargeOne() {
        ByteCount most = PieceLayout.FINE_UP_TO;

        assertThat(PieceLayout.ofNew(most).count()).isEqualTo(1024);
        assertThat(PieceLayout.ofNew(ByteCount.of(most.bytes() + 1)).count()).isEqualTo(257);
        assertThat(PieceLayout.ofNew(ByteCount.ZERO).count()).isZero();
    }

    @Test
    void anInventoryDigestDoesNotDependOnTheOrderAndForgetsWhatIsTakenAway() {
        AssetPath path = AssetPath.parse("acme/films/a.mp4");
        Checksum checksum = Checksum.ofContent(new byte[] {1});
        AssetId one = new AssetId(1);
        AssetId two = new AssetId(2);

        InventoryDigest both =
                InventoryDigest.EMPTY.plus(one, path, checksum).plus(two, path, checksum);

        assertThat(InventoryDigest.EMPTY.plus(two, path, checksum).plus(one, path, checksum))
                .isEqualTo(both);
        assertThat(both.minus(one, path, checksum))
                .isEqualTo(InventoryDigest.EMPTY.plus(two, path, checksum));
        assertThat(both.minus(one, path, checksum).minus(two, path, checksum))
                .isEqualTo(InventoryDigest.EMPTY);
        assertThat(InventoryDigest.EMPTY.plus(one, path, checksum))
                .isNotEqualTo(InventoryDigest.EMPTY.plus(two, path, checksum));
    }

    @Test
    void anIdHasThirteenCharactersThatSortLikeItsNumber() {
        assertThat(new AssetId(1)).hasToString("0000000000001");
        assertThat(new AssetId(Long.MAX_VALUE)).hasToString("7vvvvvvvvvvvv");
        assertThat(AssetId.of("7vvvvvvvvvvvv")).isEqualTo(new AssetId(Long.MAX_VALUE));
        assertThatThrownBy(() -> AssetId.of("0000000000000"))
                .hasMessage("an id must be positive, not 0");
        assertThatThrownBy(() -> AssetId.of("8000000000000"))
                .hasMessage("not an id: 8000000000000");
        assertThatThrownBy(() -> ServerId.of("17")).hasMessage("not an id of 13 characters: 17");
    }
}
