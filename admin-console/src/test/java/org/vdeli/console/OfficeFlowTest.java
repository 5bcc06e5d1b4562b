package org.vdeli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Dimension2D;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vdeli.console.fake.FakeFleet;
import org.vdeli.console.fake.FakeManager;
import org.vdeli.console.fake.FakeOffice;
import org.vdeli.console.policies.PolicyRow;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.api.PolicyDraft;
import org.vdeli.contracts.api.PolicyView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.Spread;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.RegionId;

/// Policies, the transfer queue and the palette, by a robot.
final class OfficeFlowTest extends ConsoleRobot {
    private final FakeFleet fleet = new FakeFleet(24, 12, 6, Duration.ofSeconds(2));
    private final FakeManager manager = new FakeManager(fleet, 0, Duration.ofMillis(500), 1);
    private final FakeOffice office = manager.office();

    @BeforeEach
    void start() {
        manager.start();
        manager.role(Role.ADMIN);
        office.add(policy(1, Optional.of(new RegionId(100)), 10, Spread.ALL));
        office.add(policy(1, Optional.of(new RegionId(100)), 20, Spread.PER_CLUSTER));
        office.add(policy(1, Optional.empty(), 10, Spread.NONE));
        office.queue("acme/movies/premiere.mp4", fleet.servers());
        open("--manager", manager.address(), "--user", FakeManager.OPERATOR);
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    private static PolicyDraft policy(
            long project, Optional<RegionId> region, int order, Spread spread) {
        return new PolicyDraft(
                new ProjectId(project),
                region,
                order,
                spread,
                spread == Spread.PER_CLUSTER ? 2 : 0,
                false,
                TransferMethod.SWARM.preset(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                5);
    }

    @Test
    void changesAPolicyAfterSeeingItsEffect() {
        signIn();
        click("#nav-policies");
        await("3 policies", () -> rows("#policies-table", PolicyRow.class).size() == 3);
        assertThat(rows("#policies-table", PolicyRow.class))
                .extracting(row -> row.standing().text())
                .containsExactly(
                        "First of 2",
                        "No effect: order 10 takes every server",
                        "5 of 6 regions, which have none of their own");
        choose("#policies-table", PolicyRow.class, row -> row.view().order() == 10);
        await("its title", () -> textOf("#policy-title").equals("acme/movies → emea-north"));
        await("its past", () -> textIn("#policy-past").contains("create"));

        Dimension2D week = sizeOf("#policy-week");
        double hour = (week.getWidth() - 42) / 24;
        // from 22 h of the first day to 5 h of the next one
        drag(
                "#policy-week",
                new double[] {34 + 22.5 * hour, 25},
                new double[] {34 + 23.5 * hour, 25},
                new double[] {34 + 5.5 * hour, 42});
        assertThat(textOf("#policy-from")).isEqualTo("22:00");
        assertThat(textOf("#policy-to")).isEqualTo("06:00");
        await(
                "what changes",
                () -> textIn("#policy-changes").contains("Window: always → 22:00–06:00"));
        await("the effect", () -> textIn("#policy-effect").contains("Done by"));
        screenshot("policies");
        click("#theme");
        screenshot("policies-light");
        click("#theme");

        type("#policy-order", String.valueOf(FakeOffice.REFUSED_ORDER));
        click("#policy-save");
        await("why not", () -> textIn("#policy-pane").contains("must not be that number"));
        type("#policy-order", "5");
        click("#policy-save");

        await("it to be stored", () -> stored(5).isPresent());
        assertThat(stored(5).orElseThrow().windowStart()).isEqualTo(LocalTime.of(22, 0));
        await("its past", () -> textIn("#policy-past").contains("Order: 10 → 5"));
        click("#policy-delete");
        await("what that does", () -> textIn("#policy-deletion").contains("copies less"));
        screenshot("policy-delete");
        click("#policy-delete-confirm");
        await("it to be gone", () -> stored(5).isEmpty());
    }

    @Test
    void makesAPolicyWhoseMethodLocksFields() {
        signIn();
        click("#nav-policies");
        click("#policy-new");
        await("the fields", () -> isSeen("#policy-method"));
        select("#policy-method", TransferMethod.SINGLE);

        await("the lock", () -> isDisabled("#policy-connections"));
        assertThat(textIn("#policy-pane")).contains("Single leaves no choice here");
        assertThat(isDisabled("#policy-save")).isTrue();
        assertThat(textIn("#policy-pane")).contains("Choose a project.");
        select("#policy-project", Optional.of(new ProjectId(2)));
        await("the effect", () -> textIn("#policy-effect").contains("24 copies more"));
        screenshot("policy-new");
        click("#policy-save");

        await("it to be stored", () -> office.policies().size() == 4);
        assertThat(office.policies().getLast().limits()).isEqualTo(TransferMethod.SINGLE.preset());
    }

    @Test
    void aViewerReadsPoliciesAndJobsAndChangesNothing() {
        manager.role(Role.VIEWER);
        signIn();
        click("#nav-policies");
        choose("#policies-table", PolicyRow.class, row -> row.view().order() == 10);

        await("the pane", () -> isSeen("#policy-title"));
        assertThat(isSeen("#policy-new")).isFalse();
        assertThat(isSeen("#policy-save")).isFalse();
        assertThat(isSeen("#policy-delete")).isFalse();
        assertThat(isDisabled("#policy-order")).isTrue();
        click("#nav-jobs");
        choose("#jobs-table", JobView.class, job -> job.state() == JobState.FAILED);
        await("the job", () -> isSeen("#job-title"));
        assertThat(isSeen("#jobs-cancel")).isFalse();
        assertThat(isSeen("#nav-audit")).isFalse();
    }

    @Test
    void findsJobsAndTriesThemAgain() {
        signIn();
        click("#nav-jobs");
        await("24 jobs", () -> textOf("#jobs-count").equals("1–24 of 24"));
        screenshot("jobs");
        click("#jobs-preset-failed");
        await("3 jobs", () -> rows("#jobs-table", JobView.class).size() == 3);
        choose("#jobs-table", JobView.class, job -> true);
        await("its detail", () -> textOf("#job-detail").equals("no source answered"));
        screenshot("jobs-failed");

        press(KeyCode.SHORTCUT, KeyCode.A);
        await("all of them", () -> textOf("#jobs-chosen").equals("3 jobs"));
        click("#jobs-retry");
        await("the count", () -> textOf("#jobs-intent").equals("3 jobs will be tried again now"));
        screenshot("jobs-intent");
        click("#jobs-intent-confirm");

        await("the answer", () -> textOf("#jobs-said").equals("3 tried again."));
        await("none failed", () -> rows("#jobs-table", JobView.class).isEmpty());
        click("#jobs-preset-all");
        type("#search", fleet.servers().getFirst().name());
        await("no such path", () -> textOf("#jobs-count").equals("No jobs"));
        type("#search", "premiere");
        await("all", () -> textOf("#jobs-count").equals("1–24 of 24"));
    }

    @Test
    void showsAnAdminWhoChangedWhat() {
        signIn();
        click("#nav-audit");
        await("3 entries", () -> rows("#audit-table", AuditView.class).size() == 3);
        choose("#audit-table", AuditView.class, entry -> true);
        await("the entry", () -> textIn("#audit-differences").contains("limits.method"));
        screenshot("audit");
        type("#audit-action", "delete");
        await("none", () -> rows("#audit-table", AuditView.class).isEmpty());
    }

    @Test
    void goesAnywhereByNameAndShowsTheKeys() {
        signIn();
        await("the frame", () -> isSeen("#nav-map"));
        press(KeyCode.SHORTCUT, KeyCode.K);
        type("#palette-text", fleet.servers().getFirst().name());
        await("it", () -> firstOf("#palette-list").contains(fleet.servers().getFirst().name()));
        screenshot("palette");
        press(KeyCode.ENTER);
        await("its pane", () -> textOf("#server-name").equals(fleet.servers().getFirst().name()));
        assertThat(textOf("#screen-title")).isEqualTo("Servers");

        click("#palette-open");
        type("#palette-text", "new pol");
        await("it", () -> firstOf("#palette-list").contains("New policy"));
        press(KeyCode.ENTER);
        await("the editor", () -> textOf("#policy-title").equals("New policy"));
        press(KeyCode.F1);
        await("the keys", () -> isSeen("#keys"));
        screenshot("keys");
        press(KeyCode.F1);
        await("no keys", () -> !isSeen("#keys"));
    }

    private Optional<PolicyView> stored(int order) {
        return office.policies().stream().filter(each -> each.order() == order).findFirst();
    }

    private void signIn() {
        type("#login-password", FakeManager.PASSWORD);
        click("#login-sign-in");
    }

    private String firstOf(String list) {
        List<Object> items = items(list);
        return items.isEmpty() ? "" : items.getFirst().toString();
    }
}
