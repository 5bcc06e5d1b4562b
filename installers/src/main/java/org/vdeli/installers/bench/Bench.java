package org.vdeli.installers.bench;

import org.vdeli.installers.bench.distribution.DistributionBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Benchmarks of whole programs; each ends with one line of figures.
@Command(
        name = "bench",
        description = "Benchmarks of whole programs; each ends with one line of figures.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ConsoleBench.class,
            DistributionBench.class,
            FillBench.class,
            FleetBench.class,
            FtpBench.class,
            PlannerBench.class,
            RouterBench.class,
            SamplesBench.class
        })
public final class Bench {
    private Bench() {}

    /// Runs one benchmark and ends the process.
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Bench())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(args));
    }
}
