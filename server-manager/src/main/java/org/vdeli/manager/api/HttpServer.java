package org.vdeli.manager.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.wire.Codec;

/// Serves a table of routes over HTTP, with one virtual thread per call.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /// Long enough for calls that are being answered, short enough for an orderly stop.
    private static final long STOP_MILLIS = 3_000;

    /// A bearer token, a few cookies and a long query fit; Jetty answers 431 beyond.
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final HttpSettings settings;
    private final Dispatcher dispatcher;
    private final Javalin javalin;
    private @Nullable ServerConnector connector;

    public HttpServer(
            HttpSettings settings, List<Route> routes, Authenticator authenticator, Codec codec) {
        this.settings = settings;
        this.dispatcher = new Dispatcher(settings, routes, authenticator, codec);
        this.javalin = Javalin.create(config -> configure(config, routes));
    }

    private void configure(JavalinConfig config, List<Route> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = false;
        config.http.generateEtags = false;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(MAX_HEADER_BYTES);
        });
        config.jetty.addConnector(this::connect);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
            server.setErrorHandler(new ProblemErrorHandler());
        });
        for (Route route : routes) {
            config.routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method().name()),
                    route.path(),
                    context -> dispatcher.handle(context, route));
        }
        config.routes.exception(HttpResponseException.class, dispatcher::outsideHandlers);
        config.routes.exception(Exception.class, dispatcher::outsideHandlers);
    }

    private ServerConnector connect(Server server, HttpConfiguration http) {
        ServerConnector opened =
                settings.tls()
                        .map(tls -> secured(server, http, tls))
                        .orElseGet(
                                () -> new ServerConnector(server, new HttpConnectionFactory(http)));
        opened.setHost(settings.host());
        opened.setPort(settings.port());
        opened.setIdleTimeout(settings.idleTime().toMillis());
        opened.setAcceptQueueSize(4096);
        connector = opened;
        return opened;
    }

    private static ServerConnector secured(
            Server server, HttpConfiguration http, HttpSettings.Tls tls) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStorePath(tls.keystore().toString());
        context.setKeyStorePassword(tls.password());
        HttpConfiguration https = new HttpConfiguration(http);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        https.addCustomizer(customizer);
        return new ServerConnector(
                server,
                new SslConnectionFactory(context, "http/1.1"),
                new HttpConnectionFactory(https));
    }

    /// Begins to listen.
    ///
    /// @throws IllegalStateException if the address cannot be had
    public void start() {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "could not listen for HTTP on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage()
                            + "; choose another http.host or http.port, or stop what holds it",
                    e);
        }
        LOG.info("http-started address={}", address());
    }

    /// Where it listens. Only after the start.
    public URI address() {
        String scheme = settings.tls().isPresent() ? "https" : "http";
        String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
        return URI.create(scheme + "://" + host + ":" + port());
    }

    /// The port it listens on. Only after the start.
    public int port() {
        return Optional.ofNullable(connector).orElseThrow().getLocalPort();
    }

    @Override
    public void close() {
        javalin.stop();
        dispatcher.close();
    }
}
