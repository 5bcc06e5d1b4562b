package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.config.ConfigProblem;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.value.Bitrate;

class ManagerConfigTest {
    @Test
    void needsNothingButAFolder() {
        ManagerConfig config = good(Map.of(), "--data=/srv/vdeli");
        assertThat(config.data()).isEqualTo(Path.of("/srv/vdeli"));
        assertThat(config.number()).isZero();
        assertThat(config.http())
                .isEqualTo(
                        new ManagerConfig.Http(
                                "127.0.0.1",
                                8080,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Bitrate.ZERO));
        assertThat(config.ftp().enabled()).isTrue();
        assertThat(config.ftp().port()).isEqualTo(2121);
        assertThat(config.database()).isEmpty();
        assertThat(config.broker()).isEmpty();
        assertThat(config.privateBroker())
                .isEqualTo(
                        new ManagerConfig.PrivateBroker(
                                "127.0.0.1", 0, Optional.empty(), Duration.ofSeconds(90)));
        assertThat(config.privateBroker().agentsAddress(21001))
                .isEqualTo(URI.create("amqp://127.0.0.1:21001"));
        assertThat(config.fleet())
                .isEqualTo(new ManagerConfig.Fleet(Duration.ofSeconds(30), Duration.ofSeconds(8)));
        assertThat(config.traffic()).isEqualTo(new ManagerConfig.Traffic(Duration.ofDays(30)));
    }

    @Test
    void takesTheOperatorsOwnDatabaseAndBroker() {
        ManagerConfig config =
                good(
                        Map.of(
                                "VDELI_DATABASE_PASSWORD", "d",
                                "VDELI_BROKER_PASSWORD", "b",
                                "VDELI_HTTP_PUBLIC_URL", "https://cdn.example:8443"),
                        "--data=/srv/vdeli",
                        "--number=7",
                        "--database.url=jdbc:mariadb://db/vdeli?sslMode=verify-full",
                        "--database.user=vdeli",
                        "--broker.uri=amqps://broker:5671/%2F",
                        "--broker.management-uri=https://broker:15671",
                        "--broker.user=manager",
                        "--broker.agent-uri=amqps://public:5671",
                        "--fleet.silent-after=10s");
        assertThat(config.number()).isEqualTo(7);
        assertThat(config.http().publicUrl()).contains(URI.create("https://cdn.example:8443"));
        assertThat(config.database())
                .contains(
                        new ManagerConfig.DatabaseAccess(
                                "jdbc:mariadb://db/vdeli?sslMode=verify-full",
                                "vdeli",
                                Secret.of("d"),
                                10));
        assertThat(config.broker())
                .contains(
                        new ManagerConfig.BrokerAccess(
                                URI.create("amqps://broker:5671/%2F"),
                                URI.create("https://broker:15671"),
                                "manager",
                                Secret.of("b"),
                                Optional.of(URI.create("amqps://public:5671"))));
        assertThat(config.fleet().silentAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void letsAgentsReachThePrivateBrokerWhereItIsTold() {
        ManagerConfig.PrivateBroker one =
                good(Map.of(), "--data=/srv/vdeli", "--private-broker.host=10.0.0.5")
                        .privateBroker();
        assertThat(one.agentsAddress(21001)).isEqualTo(URI.create("amqp://10.0.0.5:21001"));
        ManagerConfig.PrivateBroker six =
                good(
                                Map.of("VDELI_PRIVATE_BROKER_HOST", "fd00::5"),
                                "--data=/srv/vdeli",
                                "--private-broker.port=5672")
                        .privateBroker();
        assertThat(six.port()).isEqualTo(5672);
        assertThat(six.agentsAddress(5672)).isEqualTo(URI.create("amqp://[fd00::5]:5672"));
        ManagerConfig.PrivateBroker all =
                good(
                                Map.of(),
                                "--data=/srv/vdeli",
                                "--private-broker.host=0.0.0.0",
                                "--private-broker.agent-uri=amqp://cdn.example:5672",
                                "--private-broker.start-within=5m")
                        .privateBroker();
        assertThat(all.startWithin()).isEqualTo(Duration.ofMinutes(5));
        assertThat(all.agentsAddress(21001)).isEqualTo(URI.create("amqp://cdn.example:5672"));
    }

    @Test
    void refusesAPrivateBrokerThatAgentsCouldNotFind() {
        assertThat(problems(Map.of(), "--data=/srv/vdeli", "--private-broker.host=0.0.0.0"))
                .singleElement()
                .asString()
                .contains(
                        "private-broker.host 0.0.0.0 needs private-broker.agent-uri: it does not"
                                + " say which address agents shall connect to");
        assertThat(problems(Map.of(), "--data=/srv/vdeli", "--private-broker.host=cdn"))
                .singleElement()
                .asString()
                .contains("private-broker.host must be an IP address, not cdn");
        assertThat(problems(Map.of(), "--data=/srv/vdeli", "--private-broker.agent-uri=http://cdn"))
                .singleElement()
                .asString()
                .contains("private-broker.agent-uri must begin with amqp:// or amqps://");
        assertThat(
                        problems(
                                Map.of("VDELI_BROKER_PASSWORD", "b"),
                                "--data=/srv/vdeli",
                                "--broker.uri=amqp://broker",
                                "--broker.management-uri=http://broker:15672",
                                "--broker.user=manager",
                                "--private-broker.host=10.0.0.5"))
                .singleElement()
                .asString()
                .contains("remove one or the other");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        List<String> problems =
                problems(
                        Map.of("VDELI_DATABASE_PASSWORD", "d", "VDELI_BROKER_PASSWORD", "b"),
                        "--data=/srv/vdeli",
                        "--http.port=70000",
                        "--database.url=jdbc:mariadb://db/vdeli",
                        "--database.user=vdeli",
                        "--broker.uri=http://broker",
                        "--broker.management-uri=http://broker:15672",
                        "--broker.user=manager",
                        "--fleet.silent-after=1ms",
                        "--traffic.keep-samples=1h");
        assertThat(problems).hasSize(5);
        assertThat(problems)
                .anySatisfy(p -> assertThat(p).contains("http.port must be 0 to 65535, not 70000"))
                .anySatisfy(p -> assertThat(p).contains("a database address must say its sslMode"))
                .anySatisfy(p ->
                        assertThat(p).contains("broker.uri must begin with amqp:// or amqps://"))
                .anySatisfy(p -> assertThat(p).contains("fleet.silent-after must be at least 1s"))
                .anySatisfy(
                        p -> assertThat(p).contains("traffic.keep-samples must be at least 1d"));
    }

    private static ManagerConfig good(Map<String, String> environment, String... flags) {
        return switch (read(environment, flags)) {
            case ConfigResult.Ok<ManagerConfig> ok -> ok.config();
            case ConfigResult.Problems<ManagerConfig> problems ->
                    throw new AssertionError(problems.asText("manager"));
        };
    }

    private static List<String> problems(Map<String, String> environment, String... flags) {
        return switch (read(environment, flags)) {
            case ConfigResult.Ok<ManagerConfig> ok -> List.of();
            case ConfigResult.Problems<ManagerConfig> problems ->
                    problems.problems().stream().map(ConfigProblem::toString).toList();
        };
    }

    private static ConfigResult<ManagerConfig> read(
            Map<String, String> environment, String... flags) {
        return ManagerConfig.reader().read(Optional.empty(), environment, List.of(flags));
    }
}
