package org.vdeli.manager.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.id.ServerId;

/// The stored samples.
public interface Samples {
    /// Stores those that are not there yet.
    void addAll(Collection<Sample> samples);

    /// Those of a server that begin in [from, to), oldest first.
    List<Sample> ofServer(ServerId server, Instant from, Instant to, int limit);

    /// Sums over buckets of time that begin in [from, to), oldest first; over all servers when none
    /// is named. Times and cpu are the largest of the parts, active connections and free disk add
    /// up over servers and are the largest over time.
    ///
    /// @param bucket whole seconds, at least 1
    List<SampleView> sums(Optional<ServerId> server, Instant from, Instant to, Duration bucket);
}
