package org.vdeli.agent.check;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.agent.link.ManagerLink;
import org.vdeli.contracts.agent.Enrolled;

/// Whether the manager answers, whether its clock agrees with ours, and whether it knows us.
final class ManagerCheck {
    private static final String MANAGER = "manager";
    private static final String CLOCK = "clock";
    private static final String IDENTITY = "enrolment";

    /// Permissions of neighbours end by the clock, and samples are counted by it: this much does no
    /// harm to either.
    static final Duration LARGEST_SKEW = Duration.ofSeconds(5);

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final URI address;
    private final ManagerLink link;
    private final InstantSource clock;

    ManagerCheck(URI address, ManagerLink link, InstantSource clock) {
        this.address = address;
        this.link = link;
        this.clock = clock;
    }

    /// Whether it answers, and what its clock says: two findings.
    List<Finding> look() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Instant before = clock.instant();
        try {
            ManagerLink.Hello hello = link.hello();
            Instant after = clock.instant();
            findings.add(Finding.ok(MANAGER, address + " answers"));
            findings.add(
                    hello.date()
                            .map(date -> clock(skew(before, after, date)))
                            .orElseGet(() ->
                                    Finding.skip(CLOCK, "the manager does not tell its time")));
        } catch (ManagerLink.RefusedException e) {
            findings.add(
                    Finding.fail(
                            MANAGER,
                            String.valueOf(e.getMessage()),
                            "see that the key manager is the address of a vdeli manager"));
            findings.add(Finding.skip(CLOCK, "no manager to compare it with"));
        } catch (IOException e) {
            findings.add(Finding.fail(MANAGER, Trouble.reaching(address.toString(), e)));
            findings.add(Finding.skip(CLOCK, "no manager to compare it with"));
        }
        return findings;
    }

    /// By how much our clock is certainly ahead of the manager's (negative: behind). Its date is
    /// cut to the second, and was taken at some moment between two of ours.
    static Duration skew(Instant before, Instant after, Instant date) {
        Instant latest = date.plusSeconds(1);
        if (before.isAfter(latest)) {
            return Duration.between(latest, before);
        }
        return after.isBefore(date) ? Duration.between(date, after) : Duration.ZERO;
    }

    private static Finding clock(Duration skew) {
        if (skew.isZero()) {
            return Finding.ok(CLOCK, "agrees with the manager's to the second");
        }
        String text =
                "%.1f s %s the manager's"
                        .formatted(
                                skew.abs().toMillis() / 1000.0,
                                skew.isNegative() ? "behind" : "ahead of");
        return skew.abs().compareTo(LARGEST_SKEW) <= 0
                ? Finding.ok(CLOCK, text)
                : Finding.fail(
                        CLOCK,
                        text,
                        "keep both by NTP (systemd-timesyncd or chrony); `timedatectl` shows how"
                                + " this one is set");
    }

    /// Whether this server is one of the fleet, or could become one.
    ///
    /// @param known as it is on disk
    /// @param answers whether the manager does
    Finding identity(Optional<Enrolled> known, Path file, boolean hasToken, boolean answers)
            throws IOException, InterruptedException {
        if (known.isEmpty()) {
            return hasToken
                    ? Finding.ok(IDENTITY, "not yet a server of the fleet, but a token is there")
                    : Finding.fail(
                            IDENTITY,
                            "not yet a server of the fleet, and there is no token",
                            "make an enrolment token at the manager and give it as"
                                    + " VDELI_ENROLMENT_TOKEN or enrolment-token-file");
        }
        Enrolled me = known.get();
        String who = "server " + me.server() + ", " + me.name();
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            return Finding.fail(
                    IDENTITY, "others may read the secrets in " + file, "chmod 600 " + file);
        }
        if (!answers) {
            return Finding.ok(IDENTITY, who + "; the manager could not be asked whether it agrees");
        }
        try {
            return link.knows(me)
                    ? Finding.ok(IDENTITY, who + ", known to the manager")
                    : Finding.fail(
                            IDENTITY,
                            "the manager does not know " + who,
                            "is it the right manager, and is the server still there? If so, make a"
                                    + " token and run `agent enrol` with it");
        } catch (IOException | ManagerLink.RefusedException e) {
            return Finding.fail(IDENTITY, Trouble.reaching(address.toString(), e));
        }
    }
}
