package org.vdeli.router.place;

import com.maxmind.db.CHMCache;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.net.IpAddress;

/// A file in MaxMind's format (MMDB 2.0) that the operator brings, such as GeoLite2-City: where
/// addresses are. Only what says `location` with coordinates is of use, and not if it is coarser
/// than a limit: an entry that means the middle of a country would lead half of it astray.
public final class AddressDatabase implements AutoCloseable {
    private final Reader reader;
    private final int accuracy;

    private AddressDatabase(Reader reader, int accuracy) {
        this.reader = reader;
        this.accuracy = accuracy;
    }

    /// Opens a file.
    ///
    /// @param accuracy the largest `accuracy_radius` in km that is believed
    /// @throws IOException if the file cannot be read or is of another format
    public static AddressDatabase open(Path file, int accuracy) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("could not open the address database " + file + ": no such file");
        }
        return new AddressDatabase(new Reader(file.toFile(), new CHMCache()), accuracy);
    }

    /// Where an address is; empty if that is not known, or only coarsely.
    public Optional<GeoPoint> find(IpAddress address) {
        try {
            Entry entry = reader.get(address.toInetAddress(), Entry.class);
            return entry == null ? Optional.empty() : Optional.ofNullable(entry.believed(accuracy));
        } catch (IOException | IllegalArgumentException e) {
            // An entry of another form, or an address of a family that the file does not have.
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /// One entry, as far as it is of use.
    public record Entry(@Nullable Location location) {
        @MaxMindDbConstructor
        public Entry(@MaxMindDbParameter(name = "location") @Nullable Location location) {
            this.location = location;
        }

        private @Nullable GeoPoint believed(int accuracy) {
            Location here = location;
            if (here == null || here.latitude() == null || here.longitude() == null) {
                return null;
            }
            Integer radius = here.accuracyRadius();
            return radius != null && radius > accuracy
                    ? null
                    : new GeoPoint(here.latitude(), here.longitude());
        }
    }

    /// Its place.
    ///
    /// @param accuracyRadius in km; absent in databases that do not say it
    public record Location(
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Integer accuracyRadius) {
        @MaxMindDbConstructor
        public Location(
                @MaxMindDbParameter(name = "latitude") @Nullable Double latitude,
                @MaxMindDbParameter(name = "longitude") @Nullable Double longitude,
                @MaxMindDbParameter(name = "accuracy_radius") @Nullable Integer accuracyRadius) {
            this.latitude = latitude;
            this.longitude = longitude;
            this.accuracyRadius = accuracyRadius;
        }
    }
}
