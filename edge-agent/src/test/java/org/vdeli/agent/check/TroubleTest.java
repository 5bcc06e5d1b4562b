package org.vdeli.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {
    private static final String WHERE = "https://cdn:8080";

    @ParameterizedTest
    @MethodSource("faults")
    void saysWhatIsWrongInWords(Throwable thrown, String text, String remedy) {
        Trouble trouble =
                Trouble.reaching(WHERE, new IOException("could not reach " + WHERE, thrown));

        assertThat(trouble.text()).isEqualTo(text);
        assertThat(trouble.remedy()).contains(remedy);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        new SSLHandshakeException(
                                "PKIX path building failed: unable to find valid certification"
                                        + " path to requested target"),
                        "the certificate of "
                                + WHERE
                                + " is signed by nobody whom Java trusts here",
                        "keytool -importcert"),
                Arguments.of(
                        caused(
                                new SSLHandshakeException("PKIX path validation failed"),
                                new CertificateExpiredException("NotAfter: 2020")),
                        "the certificate of " + WHERE + " has expired",
                        "renew it"),
                Arguments.of(
                        new SSLHandshakeException("No name matching cdn found"),
                        "the certificate of " + WHERE + " is made out to another name",
                        "use the name"),
                Arguments.of(
                        new SSLException("Unsupported or unrecognized SSL message"),
                        WHERE + " speaks no TLS",
                        "without the s"),
                Arguments.of(
                        new SSLHandshakeException("Received fatal alert: protocol_version"),
                        "could not agree on TLS with "
                                + WHERE
                                + ": Received fatal alert: protocol_version",
                        "TLS versions"),
                Arguments.of(
                        new UnknownHostException("cdn"),
                        "could not find the name of " + WHERE,
                        "getent hosts"),
                Arguments.of(
                        caused(new ConnectException(), new UnresolvedAddressException()),
                        "could not find the name of " + WHERE,
                        "getent hosts"),
                Arguments.of(
                        new HttpConnectTimeoutException("HTTP connect timed out"),
                        "no answer from " + WHERE + " in time",
                        "firewalls"),
                Arguments.of(
                        new ConnectException("Connection refused"),
                        "nothing listens at " + WHERE,
                        "more than loopback"),
                Arguments.of(
                        new IOException("HTTP/1.1 header parser received no bytes"),
                        WHERE + " hung up without an answer",
                        "write https"),
                Arguments.of(
                        new IOException("odd"),
                        "could not talk to " + WHERE + ": odd",
                        "look at that service's log"));
    }

    private static Throwable caused(Throwable thrown, Throwable cause) {
        thrown.initCause(cause);
        return thrown;
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void saysWhyAPortCannotBeHad(String said, String text, String remedy) {
        Trouble trouble = Trouble.listening("nginx", "0.0.0.0", 80, new BindException(said));

        assertThat(trouble.text()).isEqualTo(text);
        assertThat(trouble.remedy()).contains(remedy, "nginx.");
    }

    static Stream<Arguments> listeners() {
        return Stream.of(
                Arguments.of(
                        "Address already in use",
                        "another program holds 0.0.0.0:80",
                        "ss -ltnp 'sport = :80'"),
                Arguments.of(
                        "Permission denied",
                        "could not listen on 0.0.0.0:80: permission denied",
                        "CAP_NET_BIND_SERVICE"),
                Arguments.of(
                        "Cannot assign requested address",
                        "0.0.0.0:80 is no address of this machine",
                        "ip address"));
    }
}
