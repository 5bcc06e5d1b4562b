package org.vdeli.installers.simulate;

import java.time.Duration;

/// How simulated agents behave. The intervals are those of a real agent's configuration as it
/// comes.
///
/// @param fillTimes how long fills take
/// @param failRate share of the fills that end with a reason, 0 to 1
/// @param manifests whether a fill fetches the manifest first, as a real one does
/// @param gate holds fills back before their end
public record Behaviour(
        FillTimes fillTimes,
        double failRate,
        boolean manifests,
        Gate gate,
        Duration heartbeatInterval,
        Duration sampleInterval) {
    static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);
    static final int PARALLEL_FILLS = 4;

    public Behaviour {
        if (!(failRate >= 0 && failRate <= 1)) {
            throw new IllegalArgumentException("a fail rate must be 0 to 1, not " + failRate);
        }
    }

    /// The behaviour of agents as they come.
    public static Behaviour usual(FillTimes fillTimes, double failRate) {
        return new Behaviour(
                fillTimes,
                failRate,
                true,
                new Gate(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }
}
