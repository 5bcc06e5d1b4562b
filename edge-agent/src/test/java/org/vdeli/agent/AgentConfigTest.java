package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.config.ConfigProblem;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

class AgentConfigTest {
    private static ConfigResult<AgentConfig> read(
            Map<String, String> environment, String... flags) {
        return Agent.reader().read(Optional.empty(), environment, List.of(flags));
    }

    @Test
    void hasTheseDefaults() {
        ConfigResult<AgentConfig> result =
                read(
                        Map.of("VDELI_ENROLMENT_TOKEN", "t"),
                        "--data=/srv/vdeli",
                        "--manager=http://manager:8080");

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Ok.class,
                        ok ->
                                assertThat(ok.config())
                                        .isEqualTo(
                                                new AgentConfig(
                                                        Path.of("/srv/vdeli"),
                                                        Optional.empty(),
                                                        URI.create("http://manager:8080"),
                                                        List.of(),
                                                        Optional.of(Secret.of("t")),
                                                        List.of(),
                                                        Optional.empty(),
                                                        Optional.empty(),
                                                        new AgentConfig.NginxKeys(
                                                                Path.of("/usr/sbin/nginx"),
                                                                "0.0.0.0",
                                                                80,
                                                                true,
                                                                false,
                                                                List.of("nginx", "-t", "-q"),
                                                                List.of("nginx", "-s", "reload"),
                                                                List.of("nginx", "-s", "reopen")),
                                                        new AgentConfig.ReportKeys(
                                                                Duration.ofSeconds(5),
                                                                Duration.ofSeconds(10)),
                                                        new AgentConfig.FillKeys(
                                                                4,
                                                                Duration.ofSeconds(10),
                                                                10,
                                                                Bitrate.ZERO,
                                                                Bitrate.ZERO),
                                                        new AgentConfig.PeerKeys(
                                                                "0.0.0.0",
                                                                8091,
                                                                Optional.empty(),
                                                                32),
                                                        new AgentConfig.DiskKeys(
                                                                ByteCount.mebibytes(1024),
                                                                ByteCount.ZERO),
                                                        new AgentConfig.ScrubKeys(
                                                                Duration.ofDays(30),
                                                                ByteCount.of(1_000_000),
                                                                ByteCount.of(20_000_000),
                                                                Duration.ofHours(1)))));
    }

    @Test
    void namesAllProblemsAtOnce() {
        ConfigResult<AgentConfig> result =
                read(
                        Map.of(),
                        "--manager=ftp://manager",
                        "--zone=Nowhere",
                        "--nginx.port=70000",
                        "--report.sample-interval=7s",
                        "--fill.parallel=0",
                        "--scrub.most-rate=1kB",
                        "--nginx.prot=1");

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Problems.class,
                        problems ->
                                assertThat(((ConfigResult.Problems<?>) problems).problems())
                                        .extracting(ConfigProblem::toString)
                                        .anyMatch(text -> text.contains("data"))
                                        .anyMatch(text -> text.contains("nginx.port must be"))
                                        .anyMatch(text -> text.contains("must divide a minute"))
                                        .anyMatch(text -> text.contains("fill.parallel must be"))
                                        .anyMatch(text -> text.contains("scrub.least-rate must be"))
                                        .anyMatch(text -> text.contains("nginx.prot")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/a\"b", "/srv/$a", "/srv/a\\b", "/srv/a\nb"})
    void refusesAFolderThatNginxCannotBeToldOf(String data) {
        assertThat(read(Map.of(), "--data=" + data, "--manager=http://m"))
                .isInstanceOfSatisfying(
                        ConfigResult.Problems.class,
                        problems ->
                                assertThat(((ConfigResult.Problems<?>) problems).problems())
                                        .extracting(ConfigProblem::toString)
                                        .singleElement()
                                        .asString()
                                        .contains("data must not hold quotes"));
    }
}
