package org.vdeli.installers.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.vdeli.installers.site.Patience;
import org.vdeli.installers.site.ProcessLoad;
import org.vdeli.installers.site.Site;

/// What manager, broker and database of a site use of the processor and of memory.
final class FleetLoad {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private FleetLoad() {}

    /// The programs that are looked at, by the name that the kernel shows.
    enum Part {
        MANAGER("java"),
        BROKER("beam.smp"),
        DATABASE("mariadbd");

        private final String program;

        Part(String program) {
            this.program = program;
        }
    }

    /// The use of a span of time.
    ///
    /// @param cpuPercent of one core, by part
    /// @param rssMib memory at the end, by part
    /// @param ownCpuPercent of this process, in which the agents are
    record Use(
            Map<Part, Double> cpuPercent,
            Map<Part, Double> rssMib,
            double ownCpuPercent,
            double systemLoad) {
        double cpu(Part... parts) {
            double sum = 0;
            for (Part part : parts) {
                sum += cpuPercent.getOrDefault(part, 0.0);
            }
            return sum;
        }

        double rss() {
            return rssMib.values().stream().mapToDouble(one -> one).sum();
        }

        double rss(Part part) {
            return rssMib.getOrDefault(part, 0.0);
        }
    }

    /// The process of a part; empty while it does not run.
    static Optional<Long> pid(Site site, Part part) {
        if (part == Part.MANAGER) {
            return Optional.of(site.manager().pid());
        }
        return site.processes().running().stream()
                .map(ProcessHandle::pid)
                .filter(pid -> ProcessLoad.program(pid).equals(part.program))
                .findFirst();
    }

    /// Watches for a time.
    static Use watch(Site site, Duration time) {
        Map<Part, Long> pids = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            pid(site, part).ifPresent(pid -> pids.put(part, pid));
        }
        Map<Part, ProcessLoad> before = loads(pids);
        long ownBefore = SYSTEM.getProcessCpuTime();
        long begun = System.nanoTime();
        Patience.pause(time);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double own = (SYSTEM.getProcessCpuTime() - ownBefore) / 1e9;
        Map<Part, Double> cpu = new EnumMap<>(Part.class);
        Map<Part, Double> rss = new EnumMap<>(Part.class);
        loads(pids)
                .forEach((part, load) -> {
                    ProcessLoad first = before.get(part);
                    if (first != null) {
                        double used = load.cpu().minus(first.cpu()).toMillis() / 1000.0;
                        cpu.put(part, 100 * used / seconds);
                    }
                    rss.put(part, load.rss() / 1048576.0);
                });
        return new Use(cpu, rss, 100 * own / seconds, SYSTEM.getSystemLoadAverage());
    }

    private static Map<Part, ProcessLoad> loads(Map<Part, Long> pids) {
        Map<Part, ProcessLoad> loads = new EnumMap<>(Part.class);
        pids.forEach((part, pid) -> ProcessLoad.of(pid).ifPresent(load -> loads.put(part, load)));
        return loads;
    }
}
