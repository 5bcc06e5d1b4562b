package org.vdeli.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;

class ConfigReaderTest {
    enum Mode {
        PLAIN,
        VERY_SAFE
    }

    record Weight(int grams) {
        static Weight parse(String text) {
            if (!text.endsWith("g")) {
                throw new IllegalArgumentException("must be a weight such as 5g");
            }
            return new Weight(Integer.parseInt(text.substring(0, text.length() - 1)));
        }
    }

    record Nginx(
            @Default("8080") @Describe("port that viewers reach") int listenPort,
            @Default("30s") Duration reloadWait,
            Path folder) {
        Nginx {
            if (listenPort < 1 || listenPort > 65535) {
                throw new IllegalArgumentException("nginx.listen-port must be 1 to 65535");
            }
        }
    }

    record Tls(Path certificate, @Default("very-safe") Mode mode) {}

    record Everything(
            String name,
            Nginx nginx,
            Optional<Tls> tls,
            Optional<URI> manager,
            @Default("") List<String> labels,
            @Default("http://a:1, http://b:2") List<URI> peers,
            @Default("5g") Weight weight,
            @Default("true") boolean eager,
            @Default("0.5") double share,
            @Default("5000000000") long large,
            Optional<Secret> password) {}

    @TempDir Path folder;

    private final ConfigReader<Everything> reader =
            ConfigReader.of(Everything.class, Map.of(Weight.class, Weight::parse));

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("some.yaml"), text);
    }

    private ConfigResult<Everything> read(
            String yaml, Map<String, String> environment, String... flags) throws IOException {
        return reader.read(Optional.of(file(yaml)), environment, List.of(flags));
    }

    private static Everything good(ConfigResult<Everything> result) {
        return switch (result) {
            case ConfigResult.Ok<Everything> ok -> ok.config();
            case ConfigResult.Problems<Everything> wrong ->
                    throw new AssertionError(wrong.asText("test"));
        };
    }

    private List<String> problems(ConfigResult<Everything> result) {
        return switch (result) {
            case ConfigResult.Ok<Everything> ok -> throw new AssertionError(ok.toString());
            case ConfigResult.Problems<Everything> wrong ->
                    wrong.problems().stream()
                            .map(problem -> problem.toString().replace(folder + "/", ""))
                            .toList();
        };
    }

    @Test
    void fillsWhatIsNotGivenWithDefaults() throws IOException {
        assertThat(good(read("name: a\nnginx:\n  folder: /srv\n", Map.of())))
                .isEqualTo(
                        new Everything(
                                "a",
                                new Nginx(8080, Duration.ofSeconds(30), Path.of("/srv")),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(URI.create("http://a:1"), URI.create("http://b:2")),
                                new Weight(5),
                                true,
                                0.5,
                                5_000_000_000L,
                                Optional.empty()));
    }

    @Test
    void readsEveryKindOfValueFromTheFile() throws IOException {
        String yaml =
                """
                name: "edge 1"
                nginx: {listen-port: 81, reload-wait: 2h, folder: /a b}
                tls:
                  certificate: /c.pem
                  mode: plain
                manager: https://manager:8443
                labels:
                  - x
                  - "y, z"
                peers: []
                weight: 7g
                eager: no
                share: 1
                large: 9000000000
                """;
        assertThat(good(read(yaml, Map.of())))
                .isEqualTo(
                        new Everything(
                                "edge 1",
                                new Nginx(81, Duration.ofHours(2), Path.of("/a b")),
                                Optional.of(new Tls(Path.of("/c.pem"), Mode.PLAIN)),
                                Optional.of(URI.create("https://manager:8443")),
                                List.of("x", "y, z"),
                                List.of(),
                                new Weight(7),
                                false,
                                1.0,
                                9_000_000_000L,
                                Optional.empty()));
    }

    @Test
    void letsAVariableWinOverTheFileAndAFlagOverBoth() throws IOException {
        Map<String, String> environment =
                Map.of("VDELI_NGINX_LISTEN_PORT", "82", "VDELI_NAME", "variable", "PATH", "/bin");
        Everything config =
                good(
                        read(
                                "name: file\nnginx: {listen-port: 81, folder: /f}\nlabels: [a]\n",
                                environment,
                                "--nginx.listen-port=83",
                                "--labels=b, c",
                                "--eager"));
        assertThat(config.name()).isEqualTo("variable");
        assertThat(config.nginx().listenPort()).isEqualTo(83);
        assertThat(config.labels()).containsExactly("b", "c");
        assertThat(config.eager()).isTrue();
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirPlaces() throws IOException {
        String yaml =
                """
                name: [a, b]
                ngnix:
                  folder: /f
                nginx:
                  reload-wait: soon
                  listen-prot: 80
                eager: perhaps
                eager: true
                weight: 5kg?
                """;
        assertThat(problems(read(yaml, Map.of("VDELI_NGINX_LISTENPORT", "1"), "--share=x", "name")))
                .containsExactlyInAnyOrder(
                        "some.yaml:8: eager is given twice, first at some.yaml:7",
                        "VDELI_NGINX_LISTENPORT: is no known variable; did you mean"
                                + " VDELI_NGINX_LISTEN_PORT?",
                        "name: is no flag; flags look like --key=value",
                        "some.yaml:3: ngnix.folder is no known key; did you mean nginx.folder?",
                        "some.yaml:6: nginx.listen-prot is no known key; did you mean"
                                + " nginx.listen-port?",
                        "some.yaml:1: name = 'a, b': must be one value, not a list",
                        "some.yaml:5: nginx.reload-wait = 'soon': must be a duration such as 500ms,"
                                + " 30s, 5m, 2h, 1d or PT1H30M",
                        "nginx.folder: is missing; give it in the file, as VDELI_NGINX_FOLDER or as"
                                + " --nginx.folder=",
                        "some.yaml:9: weight = '5kg?': must be a weight such as 5g",
                        "some.yaml:7: eager = 'perhaps': must be true or false",
                        "--share: share = 'x': must be a number");
    }

    @Test
    void reportsABrokenRuleBetweenValuesWithThePlacesOfItsSection() throws IOException {
        assertThat(
                        problems(
                                read(
                                        "name: a\nnginx:\n  listen-port: 70000\n  folder: /f\n",
                                        Map.of())))
                .containsExactly(
                        "nginx (some.yaml:3, some.yaml:4): nginx.listen-port must be 1 to 65535");
    }

    record Door(
            @Default("21") int port,
            @Default("10") int sessions,
            @Default("5s") Duration patience,
            @Default("60s") Duration longest) {
        Door {
            if (port < 1) {
                throw new IllegalArgumentException("port must be at least 1");
            }
            if (sessions < 1) {
                throw new IllegalArgumentException("sessions must be at least 1");
            }
            if (patience.compareTo(longest) > 0) {
                throw new IllegalArgumentException("patience must be at most longest");
            }
        }
    }

    private List<String> wrong(String yaml) throws IOException {
        return switch (ConfigReader.of(Door.class)
                .read(Optional.of(file(yaml)), Map.of(), List.of())) {
            case ConfigResult.Ok<Door> ok -> List.of();
            case ConfigResult.Problems<Door> wrong ->
                    wrong.problems().stream().map(ConfigProblem::what).toList();
        };
    }

    @Test
    void reportsEveryBrokenRuleOfASection() throws IOException {
        assertThat(wrong("port: -1\nsessions: 0\npatience: 90s\n"))
                .containsExactly(
                        "port must be at least 1",
                        "sessions must be at least 1",
                        "patience must be at most longest");
        assertThat(wrong("patience: 90s\nlongest: 30s\n"))
                .containsExactly("patience must be at most longest");
        assertThat(wrong("port: 22\n")).isEmpty();
    }

    @Test
    void reportsABrokenRuleBesidesAValueThatCannotBeRead() throws IOException {
        assertThat(wrong("port: many\nsessions: 0\n"))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("port = 'many': "))
                .contains("sessions must be at least 1");
    }

    @Test
    void reportsBrokenYamlWithItsLineAndNoMissingKeysBesides() throws IOException {
        assertThat(problems(read("name: a\nnginx:\n  folder: [", Map.of())))
                .singleElement()
                .asString()
                .startsWith("some.yaml:3: not YAML: ");
    }

    @Test
    void reportsAMissingFile() {
        assertThat(
                        problems(
                                reader.read(
                                        Optional.of(folder.resolve("no.yaml")),
                                        Map.of(),
                                        List.of())))
                .containsExactly(
                        "no.yaml: there is no such file; create it or leave the option away");
    }

    @Test
    void acceptsAnEmptySectionAndAnEmptyFileAsNothingGiven() throws IOException {
        assertThat(good(read("name: a\nnginx:\n  folder: /f\ntls:\n", Map.of())).tls()).isEmpty();
        assertThat(problems(read("", Map.of()))).hasSize(2);
        assertThat(problems(read("- a\n", Map.of())))
                .containsExactly(
                        "some.yaml:1: the file must consist of keys and values (`key: value`)");
    }

    @Test
    void readsASecretFromItsVariable() throws IOException {
        Everything config =
                good(read("name: a\nnginx: {folder: /f}\n", Map.of("VDELI_PASSWORD", "pst")));
        assertThat(config.password()).contains(Secret.of("pst"));
        assertThat(config.toString()).doesNotContain("pst");
    }

    @Test
    void readsASecretFromAFileThatOnlyItsOwnerReaches() throws IOException {
        Path secret = Files.writeString(folder.resolve("pw"), "pst\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        String yaml = "name: a\nnginx: {folder: /f}\npassword-file: " + secret + "\n";
        assertThat(good(read(yaml, Map.of())).password()).contains(Secret.of("pst"));

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(problems(read(yaml, Map.of())))
                .containsExactly(
                        "some.yaml:3: password-file: others than its owner can reach pw; run chmod"
                                + " 600 on it");
    }

    @Test
    void refusesASecretInTheFileOrAsAFlag() throws IOException {
        assertThat(problems(read("name: a\nnginx: {folder: /f}\npassword: pst\n", Map.of())))
                .containsExactly(
                        "some.yaml:3: password is a secret and must not stand here; give it as"
                                + " VDELI_PASSWORD or name its file with password-file");
        assertThat(problems(read("name: a\nnginx: {folder: /f}\n", Map.of(), "--password=pst")))
                .containsExactly(
                        "--password: password is a secret and must not stand here; give it as"
                                + " VDELI_PASSWORD or name its file with password-file");
    }

    @Test
    void tellsWhatIsInEffectAndWhereItCameFromWithSecretsMasked() throws IOException {
        ConfigResult<Everything> result =
                read(
                        "name: a\nnginx: {folder: /f}\n",
                        Map.of("VDELI_PASSWORD", "pst"),
                        "--eager=off");
        assertThat(((ConfigResult.Ok<Everything>) result).effective())
                .containsExactly(
                        "name = a (" + folder + "/some.yaml:1)",
                        "nginx.listen-port = 8080 (default)",
                        "nginx.reload-wait = 30s (default)",
                        "nginx.folder = /f (" + folder + "/some.yaml:2)",
                        "tls is not given",
                        "manager is not given",
                        "labels =  (default)",
                        "peers = http://a:1, http://b:2 (default)",
                        "weight = 5g (default)",
                        "eager = off (--eager)",
                        "share = 0.5 (default)",
                        "large = 5000000000 (default)",
                        "password = ******** (VDELI_PASSWORD)");
    }

    @Test
    void rendersTheListOfProblemsAsText() {
        assertThat(
                        new ConfigResult.Problems<Everything>(
                                        List.of(
                                                new ConfigProblem("a.yaml:3", "x is no known key"),
                                                new ConfigProblem("--y", "must be a number")))
                                .asText("agent"))
                .isEqualTo(
                        """
                        could not start agent: its configuration has 2 problems
                          a.yaml:3: x is no known key
                          --y: must be a number
                        """);
    }

    @Test
    void listsEveryKeyForHelpAndDocuments() {
        assertThat(reader.keys())
                .startsWith(
                        new ConfigKey("name", "text", true, Optional.empty(), ""),
                        new ConfigKey(
                                "nginx.listen-port",
                                "whole number",
                                false,
                                Optional.of("8080"),
                                "port that viewers reach"))
                .contains(
                        new ConfigKey(
                                "tls.mode",
                                "plain, very-safe",
                                false,
                                Optional.of("very-safe"),
                                ""),
                        new ConfigKey("labels", "list of text", false, Optional.of(""), ""))
                .endsWith(
                        new ConfigKey(
                                "password",
                                "secret, by variable only",
                                false,
                                Optional.empty(),
                                ""),
                        new ConfigKey(
                                "password-file",
                                "path, mode 600",
                                false,
                                Optional.empty(),
                                "file that holds password"));
        assertThat(reader.help())
                .contains("  --nginx.listen-port=<whole number> [8080]\n")
                .contains("      port that viewers reach (VDELI_NGINX_LISTEN_PORT)\n");
        assertThat(reader.markdown())
                .contains(
                        "| `nginx.listen-port` | whole number | `8080` | port that viewers reach"
                                + " |\n");
    }

    @Test
    void ignoresTheVariablesItIsToldOf() {
        assertThat(
                        problems(
                                reader.ignoring("VDELI_HOME")
                                        .read(
                                                Optional.empty(),
                                                Map.of(
                                                        "VDELI_HOME",
                                                        "/x",
                                                        "VDELI_LOG_LEVEL",
                                                        "DEBUG"),
                                                List.of("--name=a"))))
                .containsExactly(
                        "nginx.folder: is missing; give it in the file, as VDELI_NGINX_FOLDER or as"
                                + " --nginx.folder=");
    }

    record UnknownType(Thread thread) {}

    record BadDefault(@Default("x") int number) {}

    record OptionalWithDefault(@Default("1") Optional<Integer> number) {}

    @Test
    void refusesARecordThatCannotBeAConfiguration() {
        assertThatThrownBy(() -> ConfigReader.of(UnknownType.class))
                .hasMessage("thread: no parser for class java.lang.Thread; give one to the reader");
        assertThatThrownBy(() -> ConfigReader.of(BadDefault.class))
                .hasMessage("must be a whole number");
        assertThatThrownBy(() -> ConfigReader.of(OptionalWithDefault.class))
                .hasMessage("number: either Optional or a default, not both");
    }

    record Durations(List<Duration> all) {}

    @Test
    void readsDurationsWithUnitsAndInIsoForm() {
        ConfigResult<Durations> result =
                ConfigReader.of(Durations.class)
                        .read(
                                Optional.empty(),
                                Map.of("VDELI_ALL", "500ms,30s,5m,2h,1d,PT1M30S"),
                                List.of());
        assertThat(((ConfigResult.Ok<Durations>) result).config().all())
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(2),
                        Duration.ofDays(1),
                        Duration.ofSeconds(90));
    }

    record Amounts(@Default("4MiB") ByteCount piece, Bitrate wan) {}

    @Test
    void readsSizesAndBitRates() {
        ConfigResult<Amounts> result =
                ConfigReader.of(Amounts.class)
                        .read(Optional.empty(), Map.of(), List.of("--wan=50Mbit/s"));
        assertThat(((ConfigResult.Ok<Amounts>) result).config())
                .isEqualTo(new Amounts(ByteCount.of(4_194_304), Bitrate.of(50_000_000)));
    }

    @Test
    void keepsToTheExitCodesOfTheHouse() {
        assertThat(ExitCode.OK.status()).isZero();
        assertThat(ExitCode.FAILED.status()).isEqualTo(1);
        assertThat(ExitCode.USAGE.status()).isEqualTo(2);
        assertThat(ExitCode.CONFIGURATION.status()).isEqualTo(78);
    }
}
