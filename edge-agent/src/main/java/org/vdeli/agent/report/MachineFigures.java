package org.vdeli.agent.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vdeli.agent.store.DiskSpace;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.value.ByteCount;

/// The figures of the server itself, from `/proc` (proc(5)). For one thread.
final class MachineFigures {
    private final Path proc;
    private final DiskSpace disk;
    private Cpu cpu;
    private Network network;

    private record Cpu(long busy, long total) {}

    private record Network(long received, long sent) {}

    MachineFigures(Path proc, DiskSpace disk) throws IOException {
        this.proc = proc;
        this.disk = disk;
        this.cpu = readCpu();
        this.network = readNetwork();
    }

    /// The figures now, and what happened since the last call.
    Report.Machine read() throws IOException {
        Cpu cpuBefore = cpu;
        Network before = network;
        cpu = readCpu();
        network = readNetwork();
        long total = Math.max(1, cpu.total - cpuBefore.total);
        return new Report.Machine(
                Math.clamp((double) (cpu.busy - cpuBefore.busy) / total, 0.0, 1.0),
                Double.valueOf(Files.readString(proc.resolve("loadavg")).split(" ", 2)[0]),
                ByteCount.of(Math.max(0, network.received - before.received)),
                ByteCount.of(Math.max(0, network.sent - before.sent)),
                disk.size(),
                disk.free());
    }

    private Cpu readCpu() throws IOException {
        List<String> lines = Files.readAllLines(proc.resolve("stat"));
        String[] words = lines.getFirst().strip().split("\\s+", -1);
        long total = 0;
        // user nice system idle iowait irq softirq steal; guest times are in user already
        for (int i = 1; i < Math.min(words.length, 9); i++) {
            total += Long.parseLong(words[i]);
        }
        long idle = Long.parseLong(words[4]) + Long.parseLong(words[5]);
        return new Cpu(total - idle, total);
    }

    private Network readNetwork() throws IOException {
        long received = 0;
        long sent = 0;
        for (String line : Files.readAllLines(proc.resolve("net").resolve("dev"))) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
                continue;
            }
            String[] words = line.substring(colon + 1).strip().split("\\s+", -1);
            received += Long.parseLong(words[0]);
            sent += Long.parseLong(words[8]);
        }
        return new Network(received, sent);
    }
}
