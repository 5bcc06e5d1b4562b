package org.vdeli.installers.bench.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTest {
    @Test
    void tellsTheFiguresInTheOrderOfTheGoals() {
        Map<String, String> figures =
                Round.figures(List.of(round(12_100)), Duration.ofMillis(10_740));
        assertThat(String.join(" ", figures.keySet()))
                .startsWith("seconds bound ratio wan_copies cpu_s_per_gb p50 p95 payload_copies");
        assertThat(figures)
                .containsEntry("seconds", "12.10")
                .containsEntry("bound", "10.74")
                .containsEntry("ratio", "1.13")
                .containsEntry("wan_copies", "1.10")
                .containsEntry("cpu_s_per_gb", "1.60")
                .containsEntry("payload_copies", "1.050")
                .containsEntry("worst_payload_copies", "1.100")
                .containsEntry("rss_mib", "120")
                .containsEntry("cluster_s", "11.00/12.10");
    }

    @Test
    void countsServersForItsPercentiles() {
        Round round = round(12_100);
        assertThat(round.percentile(50)).isEqualTo(10.0);
        assertThat(round.percentile(51)).isEqualTo(11.0);
        assertThat(round.percentile(95)).isEqualTo(12.1);
        assertThat(round.seconds()).isEqualTo(12.1);
    }

    @Test
    void takesTheMedianOfSeveralRounds() {
        Duration bound = Duration.ofSeconds(10);
        assertThat(Round.figures(List.of(round(30_000), round(12_000), round(15_000)), bound))
                .containsEntry("seconds", "15.00")
                .containsEntry("ratio", "1.50")
                .containsEntry("cluster_s", "11.00/15.00");
        assertThat(Round.figures(List.of(round(13_000), round(12_000)), bound))
                .containsEntry("seconds", "12.50");
    }

    /// Two clusters of two servers, the last of which takes so long.
    private static Round round(long lastMillis) {
        return new Round(
                Map.of(
                        "e0-0", Duration.ofSeconds(9),
                        "e0-1", Duration.ofSeconds(11),
                        "e1-0", Duration.ofSeconds(10),
                        "e1-1", Duration.ofMillis(lastMillis)),
                Map.of(0, Duration.ofSeconds(11), 1, Duration.ofMillis(lastMillis)),
                List.of(1.05, 1.15),
                List.of(1.0, 1.1),
                1.2,
                1.6,
                0.3,
                120.4,
                50,
                49,
                List.of());
    }
}
