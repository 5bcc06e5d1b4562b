package org.vdeli.installers.simulate;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/// What happens now in one line: counts, and rates since the line before.
final class LiveLine {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final SimulatedFleet fleet;
    private final long begun = System.nanoTime();
    private FleetFigures.Counts before;
    private long beforeAt = begun;
    private long beforeCpu = SYSTEM.getProcessCpuTime();

    LiveLine(SimulatedFleet fleet) {
        this.fleet = fleet;
        this.before = fleet.figures().counts();
    }

    String next() {
        FleetFigures.Counts now = fleet.figures().counts();
        long at = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        double seconds = Math.max(1e-3, (at - beforeAt) / 1e9);
        String line =
                String.format(
                        Locale.ROOT,
                        "%5d s  connected %d/%d  heartbeats %.0f/s  samples %.0f/s  jobs %d"
                                + " (+%.0f/s)  ended %d+%d bad  confirmed %d  progress %.0f/s"
                                + "  inventories %d  own cpu %.0f %%  load %.1f",
                        Duration.ofNanos(at - begun).toSeconds(),
                        now.connected(),
                        fleet.shape().agents(),
                        (now.heartbeats() - before.heartbeats()) / seconds,
                        (now.samples() - before.samples()) / seconds,
                        now.arrived(),
                        (now.arrived() - before.arrived()) / seconds,
                        now.done(),
                        now.failed(),
                        now.confirmed(),
                        (now.progress() - before.progress()) / seconds,
                        now.inventories(),
                        100 * (cpu - beforeCpu) / (double) (at - beforeAt),
                        SYSTEM.getSystemLoadAverage());
        before = now;
        beforeAt = at;
        beforeCpu = cpu;
        return line;
    }

    /// All that was, in some lines.
    String summary() {
        FleetFigures.Counts all = fleet.figures().counts();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return String.format(
                Locale.ROOT,
                """
                in %.0f s, %d agents: %d connections made, %d heartbeats (%.0f/s), %d samples (%.0f/s)
                jobs: %d arrived, %d came twice, %d ended well, %d badly, %d confirmations taken
                HTTP: %d manifests, %d inventories, %d calls failed\
                """,
                seconds,
                fleet.shape().agents(),
                all.connections(),
                all.heartbeats(),
                all.heartbeats() / seconds,
                all.samples(),
                all.samples() / seconds,
                all.arrived(),
                all.doubles(),
                all.done(),
                all.failed(),
                all.confirmed(),
                all.manifests(),
                all.inventories(),
                all.httpFailures());
    }
}
