package org.vdeli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.alarms.AlarmRow;
import org.vdeli.console.assets.AssetRow;
import org.vdeli.console.assets.ReplicaRow;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.fake.FakeManager;
import org.vdeli.console.servers.ServerRow;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerView;

/// What an operator does all day, by a robot, on a manager that is made up.
final class ConsoleFlowTest extends ConsoleRobot {
    private final FakeFleet fleet = new FakeFleet(12, 4, 2, Duration.ofSeconds(2));
    private final FakeManager manager = new FakeManager(fleet, 0, Duration.ofMillis(200), 1);
    private final ServerView server = fleet.server(0);

    @BeforeEach
    void start() {
        manager.start();
        open("--manager", manager.address(), "--user", FakeManager.OPERATOR);
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void saysThatThePasswordIsWrong() {
        type("#login-password", "guess");
        press(KeyCode.ENTER);

        await("the error", () -> textOf("#login-error").equals("Wrong name or password."));
        screenshot("login-wrong-password");
        assertThat(isSeen("#nav-servers")).isFalse();
    }

    @Test
    void saysThatNothingAnswersAtAnAddress() {
        manager.close();
        signIn();

        String address = manager.address().substring("http://".length());
        await(
                "the error",
                () ->
                        textOf("#login-error")
                                .equals(
                                        "Nothing answers at "
                                                + address
                                                + ". Check the address and that the manager is"
                                                + " running."));
    }

    @Test
    void showsAServersFiguresChange() {
        fleet.fixRequests(server.id(), 50);
        signIn();
        click("#nav-servers");
        await("50 requests/s", () -> requests() == 50);
        choose("#servers-table", ServerRow.class, row -> row.id().equals(server.id()));
        await("its pane", () -> textOf("#server-requests").equals("50.0"));

        fleet.fixRequests(server.id(), 120);

        await("120 requests/s", () -> requests() == 120);
        await("its pane", () -> textOf("#server-requests").equals("120"));
        screenshot("servers");
    }

    @Test
    void keepsTheChosenServerWhileTheOrderChanges() {
        fleet.servers().forEach(each -> fleet.fixRequests(each.id(), 10));
        fleet.fixRequests(server.id(), 500);
        signIn();
        click("#nav-servers");
        choose("#servers-table", ServerRow.class, row -> row.figures().requests() == 500);
        sort("#servers-table", "Req/s");
        await(
                "it to be last",
                () -> rows("#servers-table", ServerRow.class).getLast().id().equals(server.id()));

        fleet.fixRequests(server.id(), 1);

        await(
                "it to be first",
                () -> rows("#servers-table", ServerRow.class).getFirst().id().equals(server.id()));
        assertThat(textOf("#server-name")).isEqualTo(server.name());
        assertThat(chosen("#servers-table", ServerRow.class))
                .map(ServerRow::id)
                .contains(server.id());
    }

    @Test
    void filtersTheTable() {
        signIn();
        click("#nav-servers");
        await("12 servers", () -> rows("#servers-table", ServerRow.class).size() == 12);

        type("#search", server.name());

        await(
                "one server",
                () ->
                        rows("#servers-table", ServerRow.class).stream()
                                .map(ServerRow::name)
                                .toList()
                                .equals(List.of(server.name())));
    }

    @Test
    void saysThatTheLineIsLostAndCatchesUp() {
        fleet.fixRequests(server.id(), 50);
        signIn();
        click("#nav-servers");
        await("50 requests/s", () -> requests() == 50);

        manager.close();
        await("the banner", () -> isSeen("#banner"));
        assertThat(textOf("#status-line")).isEqualTo("Connection lost");
        assertThat(requests()).isEqualTo(50);
        screenshot("line-lost");
        fleet.fixRequests(server.id(), 70);
        manager.start();

        // the manager forgot no session: the console needs nobody's help
        await("no banner", () -> !isSeen("#banner"));
        await("70 requests/s", () -> requests() == 70);
        assertThat(textOf("#status-line")).isEqualTo("Connected");
    }

    @Test
    void asksForThePasswordWhenTheSessionExpires() {
        signIn();
        click("#nav-servers");
        await("12 servers", () -> rows("#servers-table", ServerRow.class).size() == 12);

        manager.expireSessions();
        type("#again-password", FakeManager.PASSWORD);
        screenshot("session-expired");
        click("#again-sign-in");

        await("the card to go", () -> !isSeen("#again-password"));
        await("live again", () -> textOf("#status-line").equals("Connected"));
        assertThat(textOf("#screen-title")).isEqualTo("Servers");
    }

    @Test
    void movesAnAssetsProgress() {
        AssetView asset =
                fleet.addAsset(
                        "acme/movies/premiere.mp4",
                        100_000_000,
                        Instant.now(),
                        List.of(server, fleet.server(1)));
        signIn();
        click("#nav-assets");
        choose("#assets-table", AssetRow.class, row -> row.id().equals(asset.id()));
        await("2 replicas", () -> rows("#replicas-table", ReplicaRow.class).size() == 2);

        manager.move(asset, server.id(), ReplicaState.FILLING, 0.4);
        await("40 %", () -> replica(server).share() == 0.4);
        await("1 filling", () -> textOf("#asset-summary").contains("1 filling at 84.0 Mbit/s"));
        manager.move(asset, server.id(), ReplicaState.VERIFIED, 1);
        manager.move(asset, fleet.server(1).id(), ReplicaState.VERIFIED, 1);

        await("all verified", () -> textOf("#asset-summary").contains("2 of 2 verified"));
        assertThat(replica(server).state()).isEqualTo(ReplicaState.VERIFIED);
        screenshot("assets");
    }

    @Test
    void triesAFailedReplicaAgain() {
        AssetView asset = failed();
        signIn();
        click("#nav-assets");
        choose("#assets-table", AssetRow.class, row -> row.id().equals(asset.id()));
        choose("#replicas-table", ReplicaRow.class, row -> row.server().equals(server.id()));
        String reason = "could not fill acme/movies/premiere.mp4: no room on the disk";
        await(
                "the reason",
                () -> textOf("#replica-detail").startsWith(server.name() + ": " + reason));
        screenshot("assets-failed");
        click("#replica-copy");
        assertThat(clipboard())
                .startsWith(
                        "acme/movies/premiere.mp4, version 1, on "
                                + server.name()
                                + ", attempt 3: "
                                + reason);

        click("#replica-retry");

        await("it to fill", () -> replica(server).state() == ReplicaState.FILLING);
        await("no more to retry", () -> !isSeen("#replica-retry"));
        assertThat(replica(fleet.server(1)).state()).isEqualTo(ReplicaState.FAILED);
        await("the answer", () -> textOf("#replica-detail").equals("The manager tries again."));
        click("#replica-retry-all");
        await("the others too", () -> replica(fleet.server(1)).state() == ReplicaState.FILLING);
        await("nothing to do", () -> !isSeen("#replica-retry-all"));
    }

    @Test
    void aViewerSeesTheReasonAndNoRetry() {
        manager.role(Role.VIEWER);
        AssetView asset = failed();
        signIn();
        click("#nav-assets");
        choose("#assets-table", AssetRow.class, row -> row.id().equals(asset.id()));
        choose("#replicas-table", ReplicaRow.class, row -> row.server().equals(server.id()));

        await("the reason", () -> textOf("#replica-detail").startsWith(server.name()));
        assertThat(isSeen("#replica-copy")).isTrue();
        assertThat(isSeen("#replica-retry")).isFalse();
        assertThat(isSeen("#replica-retry-all")).isFalse();
    }

    /// An asset that could not be filled on the first three servers.
    private AssetView failed() {
        List<ServerView> servers = List.of(server, fleet.server(1), fleet.server(2));
        AssetView asset =
                fleet.addAsset("acme/movies/premiere.mp4", 100_000_000, Instant.now(), servers);
        servers.forEach(
                each -> fleet.move(asset, each.id(), ReplicaState.FAILED, 0.4, Instant.now()));
        return asset;
    }

    @Test
    void acknowledgesAnAlarm() {
        fleet.raise(
                AlarmSeverity.CRITICAL,
                ObjectKind.SERVER,
                server.name(),
                "no heartbeat for 30 s",
                Instant.now());
        signIn();
        await("1 open alarm", () -> textOf("#status-alarms").equals("1 open alarm"));
        click("#nav-alarms");
        choose("#alarms-table", AlarmRow.class, row -> row.object().equals(server.name()));
        type("#alarm-comment", "technician is on the way");
        click("#alarm-acknowledge");

        await(
                "its state",
                () ->
                        rows("#alarms-table", AlarmRow.class).getFirst().state()
                                == AlarmState.ACKNOWLEDGED);
        await("no open alarms", () -> textOf("#status-alarms").equals("No open alarms"));
        await("the words", () -> textOf("#alarm-past").contains("technician is on the way"));
        assertThat(isSeen("#alarm-acknowledge")).isFalse();
        screenshot("alarms");
    }

    @Test
    void aViewerSeesNoButtonThatHeMayNotPress() {
        manager.role(Role.VIEWER);
        fleet.raise(
                AlarmSeverity.WARNING,
                ObjectKind.SERVER,
                server.name(),
                "disk full",
                Instant.now());
        signIn();
        click("#nav-alarms");
        choose("#alarms-table", AlarmRow.class, row -> row.object().equals(server.name()));

        await("the alarm", () -> textOf("#alarm-text").endsWith("disk full"));
        assertThat(isSeen("#alarm-acknowledge")).isFalse();
    }

    @Test
    void remembersManagerAndNameButNotThePassword() {
        signIn();
        await("the frame", () -> isSeen("#nav-servers"));
        click("#operator");
        click("#sign-out");

        await("the login", () -> isSeen("#login-name"));
        assertThat(textOf("#login-name")).isEqualTo(FakeManager.OPERATOR);
        assertThat(textOf("#login-address")).isEqualTo(manager.address());
        assertThat(textOf("#login-password")).isEmpty();
    }

    private void signIn() {
        type("#login-password", FakeManager.PASSWORD);
        click("#login-sign-in");
    }

    private double requests() {
        return rows("#servers-table", ServerRow.class).stream()
                .filter(row -> row.id().equals(server.id()))
                .mapToDouble(row -> row.figures().requests())
                .findFirst()
                .orElse(-1);
    }

    private ReplicaRow replica(ServerView of) {
        return rows("#replicas-table", ReplicaRow.class).stream()
                .filter(row -> row.server().equals(of.id()))
                .findFirst()
                .orElseThrow();
    }
}
