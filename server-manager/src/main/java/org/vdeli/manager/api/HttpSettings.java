package org.vdeli.manager.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the HTTP server listens.
///
/// @param port 0 for any free one
/// @param handlerTime how long a handler may work at one call
/// @param idleTime how long a connection may be silent within a request or between two
/// @param maxCalls at work at once, event streams and transfers of bytes apart
/// @param maxConnections open at once; further ones wait until one is closed
/// @param tls absent: plain HTTP
public record HttpSettings(
        String host,
        int port,
        Duration handlerTime,
        Duration idleTime,
        int maxCalls,
        int maxConnections,
        Optional<Tls> tls) {
    /// A key store (PKCS#12 or JKS) with the server's key and certificate.
    public record Tls(Path keystore, String password) {
        @Override
        public String toString() {
            return "Tls[keystore=" + keystore + "]";
        }
    }

    /// The usual limits: 30 s for a handler, as no page of a list needs more than one; 60 s idle,
    /// six times the event stream's heartbeat; 256 calls at once, more than the database pool can
    /// serve; 16 384 connections, four for each of 4000 agents and a quarter of the files that the
    /// service's unit allows.
    public static HttpSettings plain(String host, int port) {
        return new HttpSettings(
                host,
                port,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                256,
                16_384,
                Optional.empty());
    }

    public HttpSettings withTls(Optional<Tls> keystore) {
        return new HttpSettings(
                host, port, handlerTime, idleTime, maxCalls, maxConnections, keystore);
    }
}
