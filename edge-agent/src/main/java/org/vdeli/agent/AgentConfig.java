package org.vdeli.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.config.Default;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.GeoPoint;

/// All that can be set of an agent.
///
/// @param data everything that the agent keeps is below this folder
/// @param manager where its HTTP is
/// @param otherManagers on the same database, asked in turn where the one does not answer
record AgentConfig(
        @Describe("folder for content, identity, journal and nginx") Path data,
        @Describe("this server's name; default is the host name") Optional<String> name,
        @Describe("the manager's address, such as http://manager:8080") URI manager,
        @Default("") @Describe("addresses of other managers on its database, for when it is away")
                List<URI> otherManagers,
        @Describe("one-time token, needed for enrolment only") Optional<Secret> enrolmentToken,
        @Default("") @Describe("addresses at which viewers reach this server, best first")
                List<String> addresses,
        @Describe("time zone of the server, such as Europe/Lisbon; default is the system's")
                Optional<String> zone,
        Optional<Location> location,
        NginxKeys nginx,
        ReportKeys report,
        FillKeys fill,
        PeerKeys peer,
        DiskKeys disk,
        ScrubKeys scrub) {
    AgentConfig {
        if (data.toAbsolutePath().toString().matches(".*[\"$\\\\\\p{Cntrl}].*")) {
            throw new IllegalArgumentException(
                    "data must not hold quotes, dollar signs, backslashes or control characters,"
                            + " which nginx takes for something else");
        }
        zone.ifPresent(AgentConfig::requireZone);
        requireHttp("manager", manager);
        otherManagers.forEach(other -> requireHttp("other-managers", other));
    }

    private static void requireHttp(String key, URI address) {
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new IllegalArgumentException(key + " must be an http or https address");
        }
    }

    /// All managers, the one to ask first first.
    List<URI> managers() {
        List<URI> all = new ArrayList<>(List.of(manager));
        all.addAll(otherManagers);
        return List.copyOf(all);
    }

    private static void requireZone(String zone) {
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw new IllegalArgumentException("zone '" + zone + "' is no time zone");
        }
    }

    /// Where the server stands.
    record Location(
            @Describe("degrees, -90 to 90, north positive") double latitude,
            @Describe("degrees, -180 to 180, east positive") double longitude) {
        Location {
            // Refuses what is no place on the Earth.
            var _ = new GeoPoint(latitude, longitude);
        }

        GeoPoint point() {
            return new GeoPoint(latitude, longitude);
        }
    }

    /// nginx.
    record NginxKeys(
            @Default("/usr/sbin/nginx") @Describe("the program, for an nginx of the agent's own")
                    Path binary,
            @Default("0.0.0.0")
                    @Describe("IP address that it listens on for viewers, 0.0.0.0 for all")
                    String listen,
            @Default("80") @Describe("port that it listens on for viewers, 1 to 65535") int port,
            @Default("true")
                    @Describe("false: the site runs nginx and includes <data>/nginx/site.conf")
                    boolean managed,
            @Default("false") @Describe("whether an nginx of the agent's own ends with the agent")
                    boolean stopWithAgent,
            @Default("nginx,-t,-q")
                    @Describe(
                            "tests the configuration of the site's nginx, 20 s at most; word by word")
                    List<String> testCommand,
            @Default("nginx,-s,reload")
                    @Describe("has the site's nginx take a new configuration; word by word")
                    List<String> reloadCommand,
            @Default("nginx,-s,reopen")
                    @Describe("has the site's nginx open its logs anew; word by word")
                    List<String> reopenCommand) {
        NginxKeys {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("nginx.port must be 1 to 65535");
            }
            if (!listen.matches("[0-9A-Fa-f.:]+")) {
                throw new IllegalArgumentException("nginx.listen must be an IP address");
            }
        }
    }

    /// What the manager is told, and how often.
    record ReportKeys(
            @Default("5s")
                    @Describe(
                            "time between heartbeats, at least 500ms; at most a third of the manager's fleet.silent-after")
                    Duration heartbeatInterval,
            @Default("10s") @Describe("length of a sample, 1s to 60s, a whole part of a minute")
                    Duration sampleInterval) {
        ReportKeys {
            if (heartbeatInterval.compareTo(Duration.ofMillis(500)) < 0) {
                throw new IllegalArgumentException("report.heartbeat-interval must be >= 500ms");
            }
            if (sampleInterval.toMillis() < 1000 || 60_000 % sampleInterval.toMillis() != 0) {
                throw new IllegalArgumentException(
                        "report.sample-interval must divide a minute, from 1s to 60s");
            }
        }
    }

    /// How assets are fetched.
    record FillKeys(
            @Default("4") @Describe("fills at a time, 1 to 64") int parallel,
            @Default("10s") @Describe("longest time without a byte from a source, 100ms to 60m")
                    Duration stall,
            @Default("10")
                    @Describe("failures in a row after which a source is given up, 0 or more")
                    int retries,
            @Default("0")
                    @Describe(
                            "what all fills together may take from outside the cluster, such as"
                                    + " 50Mbit/s, 0 for no limit; a share of the cluster's cap"
                                    + " holds, too")
                    Bitrate rate,
            @Default("0")
                    @Describe("what all fills together may take from neighbours, 0 for no limit")
                    Bitrate lanRate) {
        FillKeys {
            if (parallel < 1 || parallel > 64) {
                throw new IllegalArgumentException("fill.parallel must be 1 to 64");
            }
            if (stall.toMillis() < 100 || stall.toMinutes() > 60) {
                throw new IllegalArgumentException("fill.stall must be 100ms to 60m");
            }
            if (retries < 0) {
                throw new IllegalArgumentException("fill.retries must not be negative");
            }
        }
    }

    /// How pieces are handed out to other agents. They show a token that the manager signed.
    record PeerKeys(
            @Default("0.0.0.0")
                    @Describe("IP address to listen on for other agents, 0.0.0.0 for all")
                    String listen,
            @Default("8091") @Describe("port for other agents, up to 65535, 0 for a free one")
                    int port,
            @Describe("where other agents find this one, if not at the first of `addresses`")
                    Optional<String> address,
            @Default("32") @Describe("answers with content to other agents at a time, 1 to 10000")
                    int slots) {
        PeerKeys {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("peer.port must be 0 to 65535");
            }
            if (!listen.matches("[0-9A-Fa-f.:]+")) {
                throw new IllegalArgumentException("peer.listen must be an IP address");
            }
            if (slots < 1 || slots > 10_000) {
                throw new IllegalArgumentException("peer.slots must be 1 to 10000");
            }
        }
    }

    /// The disk that holds the content.
    record DiskKeys(
            @Default("1GiB") @Describe("free disk space that fills leave alone") ByteCount reserve,
            @Default("0") @Describe("the most that content takes, 0 for all but the reserve")
                    ByteCount quota) {}

    /// How what is held is checked.
    record ScrubKeys(
            @Default("30d") @Describe("time in which all content is read once, 0s for never")
                    Duration period,
            @Default("1MB") @Describe("bytes a second that it reads at least") ByteCount leastRate,
            @Default("20MB") @Describe("bytes a second that it reads at most") ByteCount mostRate,
            @Default("1h")
                    @Describe("how often names and sizes are looked at, a tenth more or less")
                    Duration lookInterval) {
        ScrubKeys {
            if (!period.isZero() && period.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("scrub.period must be 0s or at least 1s");
            }
            if (leastRate.bytes() < 1 || mostRate.compareTo(leastRate) < 0) {
                throw new IllegalArgumentException(
                        "scrub.least-rate must be at least 1, and scrub.most-rate not less");
            }
            if (lookInterval.compareTo(Duration.ofMillis(500)) < 0) {
                throw new IllegalArgumentException("scrub.look-interval must be at least 500ms");
            }
        }
    }
}
