package org.vdeli.agent.check;

import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why something on the network did not work, in words for the one who stands at the server.
///
/// @param text what is wrong
/// @param remedy what to do
record Trouble(String text, String remedy) {
    /// Causes of causes that are looked at; more are a ring.
    private static final int DEEPEST = 10;

    /// Why another machine's service could not be used.
    ///
    /// @param where its address, for the text
    static Trouble reaching(String where, Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        return tls(where, chain)
                .or(() -> network(where, chain))
                .orElseGet(() ->
                        new Trouble(
                                "could not talk to " + where + ": " + words(chain),
                                "look at that service's log for the same moment"));
    }

    private static Optional<Trouble> tls(String where, List<Throwable> chain) {
        String all = words(chain).toLowerCase(Locale.ROOT);
        if (has(chain, CertificateExpiredException.class)) {
            return trouble(
                    "the certificate of " + where + " has expired",
                    "renew it there, and see that this machine's clock is right");
        }
        if (has(chain, CertificateNotYetValidException.class)) {
            return trouble(
                    "the certificate of " + where + " is not valid yet",
                    "set this machine's clock, for it seems to be behind");
        }
        if (!has(chain, SSLException.class)) {
            return Optional.empty();
        }
        if (all.contains("certification path") || all.contains("pkix path")) {
            return trouble(
                    "the certificate of " + where + " is signed by nobody whom Java trusts here",
                    "import the certificate of its authority: keytool -importcert -cacerts"
                            + " -alias vdeli -file CA.pem");
        }
        if (all.contains("subject alternative") || all.contains("no name matching")) {
            return trouble(
                    "the certificate of " + where + " is made out to another name",
                    "use the name that the certificate is made out to");
        }
        if (all.contains("unrecognized ssl message") || all.contains("plaintext connection")) {
            return trouble(
                    where + " speaks no TLS",
                    "write the address without the s of https or amqps, or switch TLS on there");
        }
        return trouble(
                "could not agree on TLS with " + where + ": " + words(chain),
                "see which TLS versions and certificates that service is set to");
    }

    private static Optional<Trouble> network(String where, List<Throwable> chain) {
        if (has(chain, UnknownHostException.class)
                || has(chain, UnresolvedAddressException.class)) {
            return trouble(
                    "could not find the name of " + where,
                    "check the spelling, and with `getent hosts NAME` this machine's DNS");
        }
        if (has(chain, HttpTimeoutException.class) || has(chain, SocketTimeoutException.class)) {
            return trouble(
                    "no answer from " + where + " in time",
                    "let this connection through the firewalls between, and check the route");
        }
        if (has(chain, NoRouteToHostException.class)) {
            return trouble(
                    "there is no way to " + where + ": " + words(chain),
                    "check this machine's network, and the firewalls between");
        }
        if (has(chain, ConnectException.class)) {
            return trouble(
                    "nothing listens at " + where,
                    "see that the service runs, listens on more than loopback, and has this port");
        }
        if (words(chain).contains("received no bytes")) {
            return trouble(
                    where + " hung up without an answer",
                    "if it speaks TLS, write https; else look at its log");
        }
        return Optional.empty();
    }

    /// Why this machine could not listen somewhere.
    ///
    /// @param key of the configuration that has the address and the port, such as `nginx`
    static Trouble listening(String key, String address, int port, Throwable thrown) {
        String where = address + ":" + port;
        String said = String.valueOf(thrown.getMessage());
        if (said.contains("Permission denied")) {
            return new Trouble(
                    "could not listen on " + where + ": permission denied",
                    "ports below 1024 need the right CAP_NET_BIND_SERVICE, which the systemd unit"
                            + " gives: run this check as root, or choose another "
                            + key
                            + ".port");
        }
        if (said.contains("assign requested address")) {
            return new Trouble(
                    where + " is no address of this machine",
                    "choose one that `ip address` shows for " + key + ".listen, or 0.0.0.0");
        }
        if (thrown instanceof BindException) {
            return new Trouble(
                    "another program holds " + where,
                    "find it with `ss -ltnp 'sport = :"
                            + port
                            + "'` and stop it (Debian's own nginx: systemctl disable --now nginx),"
                            + " or choose another "
                            + key
                            + ".port");
        }
        return new Trouble(
                "could not listen on " + where + ": " + said,
                "choose other values for " + key + ".listen and " + key + ".port");
    }

    private static Optional<Trouble> trouble(String text, String remedy) {
        return Optional.of(new Trouble(text, remedy));
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = thrown; at != null && chain.size() < DEEPEST; at = at.getCause()) {
            chain.add(at);
        }
        return chain;
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    /// The innermost words: the outer ones repeat the address.
    private static String words(List<Throwable> chain) {
        return chain.reversed().stream()
                .filter(e -> e.getMessage() != null)
                .map(Throwable::getMessage)
                .findFirst()
                .orElseGet(() -> chain.getLast().getClass().getSimpleName());
    }
}
