package org.vdeli.router.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for viewers and hands their requests to [ViewerAnswers], each on a virtual thread.
public final class RouterServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouterServer.class);
    private static final int BACKLOG = 4096;

    private final HttpServer server;
    private final ViewerAnswers answers;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("router-", 0).factory());

    static {
        // The JDK's server reads these once. Answers are small and must not wait for an
        // acknowledgement; viewers behind one load balancer keep many connections open; nobody may
        // hold one with half a request.
        preset("sun.net.httpserver.nodelay", "true");
        preset("sun.net.httpserver.maxIdleConnections", "20000");
        preset("sun.net.httpserver.idleInterval", "30");
        preset("jdk.httpserver.maxConnections", "40000");
        preset("sun.net.httpserver.maxReqTime", "10");
        preset("sun.net.httpserver.maxRspTime", "30");
    }

    private static void preset(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private RouterServer(HttpServer server, ViewerAnswers answers) {
        this.server = server;
        this.answers = answers;
    }

    /// Answers from now on.
    ///
    /// @throws IOException if the address cannot be had, or the certificate cannot be read
    public static RouterServer start(RouterSettings settings, ViewerAnswers answers)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        HttpServer server;
        try {
            if (settings.keystore().isPresent()) {
                HttpsServer secured = HttpsServer.create(address, BACKLOG);
                secured.setHttpsConfigurator(new HttpsConfigurator(context(settings)));
                server = secured;
            } else {
                server = HttpServer.create(address, BACKLOG);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(
                    "could not listen for viewers on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage()
                            + "; see router.host, router.port and router.keystore",
                    e);
        }
        RouterServer started = new RouterServer(server, answers);
        server.setExecutor(started.threads);
        server.createContext("/", started::handle);
        server.start();
        LOG.info("event=router-listens host={} port={}", settings.host(), started.port());
        return started;
    }

    private static SSLContext context(RouterSettings settings)
            throws GeneralSecurityException, IOException {
        char[] password = settings.keystorePassword().orElseThrow().value().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(settings.keystore().orElseThrow())) {
            store.load(in, password);
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answers.answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("event=request-failed path={}", exchange.getRequestURI().getRawPath(), e);
            if (exchange.getResponseCode() == -1) {
                exchange.sendResponseHeaders(500, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        answers.close();
    }
}
