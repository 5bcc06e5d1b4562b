package org.vdeli.ftp.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.contracts.config.Default;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.value.ByteCount;

/// What an operator may set on the FTP service: the section `ftp` of a program's configuration.
///
/// @param enabled whether the manager hosts the service itself
/// @param host address to listen on
/// @param port control port, 0 for a free one
/// @param passivePorts the data ports as `first-last`, or `0` for free ones
/// @param externalAddress what publishers are told to connect to, where it is not the listener's
///   own (behind NAT)
/// @param tls whether publishers may or must use TLS
/// @param tlsCloseNotify whether an upload over TLS counts only if the client ends its data by
///   close_notify, or announced its size by ALLO
/// @param keystore PKCS #12 file with the certificate; without one, a self-signed certificate is
///   made and kept in the data folder
/// @param keystorePassword the keystore's
/// @param allow addresses or networks (CIDR) that may connect; none means all
/// @param deny addresses or networks that may not; wins over allow
/// @param maxSessions at the same time
/// @param maxSessionsPerAddress at the same time from one address
/// @param maxLoginFailures before a connection is closed
/// @param loginFailureDelay before the answer to a wrong password
/// @param idleTime after which a silent session is closed
/// @param partialSuffixes ends of file names that are not delivered until they are renamed
/// @param sync whether an upload is forced to disk before it is acknowledged
/// @param diskReserve free space below which no uploads are taken
public record FtpSettings(
        @Default("true") @Describe("host the FTP service in the manager") boolean enabled,
        @Default("0.0.0.0") @Describe("address to listen on") String host,
        @Default("2121") @Describe("control port, 0 for a free one") int port,
        @Default("40000-40199") @Describe("data ports as first-last, or 0 for free ones")
                String passivePorts,
        @Describe("address told to publishers for data connections, behind NAT")
                Optional<String> externalAddress,
        @Default("allowed") @Describe("TLS by AUTH TLS: off, allowed or required") TlsMode tls,
        @Default("true")
                @Describe(
                        "uploads over TLS count only if ended by close_notify or announced by ALLO")
                boolean tlsCloseNotify,
        @Describe("PKCS #12 file with the certificate; self-signed without")
                Optional<Path> keystore,
        @Describe("password of the keystore") Optional<Secret> keystorePassword,
        @Default("") @Describe("networks that may connect, all without") List<String> allow,
        @Default("") @Describe("networks that may not connect") List<String> deny,
        @Default("1000") @Describe("sessions at the same time") int maxSessions,
        @Default("64") @Describe("sessions at the same time from one address")
                int maxSessionsPerAddress,
        @Default("3") @Describe("wrong passwords before a connection is closed")
                int maxLoginFailures,
        @Default("500ms") @Describe("wait before a wrong password is answered")
                Duration loginFailureDelay,
        @Default("5m") @Describe("a session that is silent for longer is closed") Duration idleTime,
        @Default(".part,.filepart,.tmp")
                @Describe("ends of names that are delivered only when renamed")
                List<String> partialSuffixes,
        @Default("true") @Describe("force uploads to disk before they are acknowledged")
                boolean sync,
        @Default("1GiB") @Describe("free disk space below which no uploads are taken")
                ByteCount diskReserve) {

    private static final Pattern VERSION_4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /// Whether publishers may use TLS.
    public enum TlsMode {
        OFF,
        ALLOWED,
        REQUIRED
    }

    public FtpSettings {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        partialSuffixes = List.copyOf(partialSuffixes);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("ftp.port must be 0 to 65535");
        }
        requirePorts(passivePorts);
        externalAddress.ifPresent(FtpSettings::requireVersion4);
        requireNetworks("ftp.allow", allow);
        requireNetworks("ftp.deny", deny);
        requirePositive("ftp.max-sessions", maxSessions);
        requirePositive("ftp.max-sessions-per-address", maxSessionsPerAddress);
        requirePositive("ftp.max-login-failures", maxLoginFailures);
        if (idleTime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("ftp.idle-time must be at least 1s");
        }
        if (loginFailureDelay.isNegative()) {
            throw new IllegalArgumentException("ftp.login-failure-delay must not be negative");
        }
    }

    /// What holds where nothing is set, on free ports of an address: for tests and tools.
    public static FtpSettings onFreePorts(String host) {
        return new FtpSettings(
                true,
                host,
                0,
                "0",
                Optional.empty(),
                TlsMode.ALLOWED,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                1000,
                1000,
                3,
                Duration.ofMillis(500),
                Duration.ofMinutes(5),
                List.of(".part", ".filepart", ".tmp"),
                true,
                ByteCount.of(1L << 30));
    }

    /// The same with another disk reserve.
    public FtpSettings withDiskReserve(ByteCount reserve) {
        return new FtpSettings(
                enabled,
                host,
                port,
                passivePorts,
                externalAddress,
                tls,
                tlsCloseNotify,
                keystore,
                keystorePassword,
                allow,
                deny,
                maxSessions,
                maxSessionsPerAddress,
                maxLoginFailures,
                loginFailureDelay,
                idleTime,
                partialSuffixes,
                sync,
                reserve);
    }

    private static void requirePorts(String text) {
        Matcher matcher = RANGE.matcher(text);
        boolean range =
                matcher.matches()
                        && Integer.parseInt(matcher.group(1)) >= 1
                        && Integer.parseInt(matcher.group(2)) <= 65535
                        && Integer.parseInt(matcher.group(1)) <= Integer.parseInt(matcher.group(2));
        if (!range && !text.equals("0")) {
            throw new IllegalArgumentException(
                    "ftp.passive-ports must be a range such as 40000-40199, or 0, not " + text);
        }
    }

    /// PASV can tell nothing else (RFC 959, 4.1.2); EPSV tells no address.
    private static void requireVersion4(String text) {
        if (!VERSION_4.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "ftp.external-address must be an IPv4 address such as 192.0.2.7, not " + text);
        }
    }

    private static void requireNetworks(String key, List<String> networks) {
        try {
            networks.forEach(Addresses.Network::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static void requirePositive(String key, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(key + " must be at least 1");
        }
    }
}
