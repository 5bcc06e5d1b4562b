package org.vdeli.agent.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Optional;
import org.vdeli.agent.nginx.Nginx;
import org.vdeli.agent.nginx.NginxConfig;

/// Whether there is an nginx, whether it likes our configuration, and whether it can have its port.
final class NginxCheck {
    private static final String BINARY = "nginx";
    private static final String CONFIGURATION = "nginx -t";
    private static final String PORT = "viewers' port";

    private final Nginx nginx;
    private final NginxConfig config;

    NginxCheck(Nginx nginx) {
        this.nginx = nginx;
        this.config = nginx.config();
    }

    Finding binary() throws InterruptedException {
        Nginx.Settings settings = nginx.settings();
        if (!settings.managed()) {
            return Finding.ok(BINARY, "the site runs its own (nginx.managed=false)");
        }
        if (!Files.isExecutable(settings.binary())) {
            return Finding.fail(
                    BINARY,
                    "there is no program " + settings.binary(),
                    "install nginx (apt install nginx), or set nginx.binary");
        }
        try {
            return Finding.ok(BINARY, settings.binary() + ": " + nginx.version());
        } catch (IOException e) {
            return Finding.fail(
                    BINARY,
                    "could not run " + settings.binary() + ": " + e.getMessage(),
                    "install nginx for this machine's processor, or set nginx.binary");
        }
    }

    Finding configuration(boolean hasBinary) throws InterruptedException {
        if (!hasBinary) {
            return Finding.skip(CONFIGURATION, "there is no nginx to test the configuration");
        }
        try {
            Optional<String> problem = nginx.tryOut();
            return problem.map(said ->
                            Finding.fail(
                                    CONFIGURATION,
                                    "nginx refuses the configuration: " + said,
                                    "nginx.listen and nginx.port must suit this machine, and nginx"
                                            + " must be a stock one with stub_status and mp4"))
                    .orElseGet(() -> Finding.ok(CONFIGURATION, "accepts the configuration"));
        } catch (IOException e) {
            return Finding.fail(
                    CONFIGURATION,
                    "could not run the test: " + e.getMessage(),
                    "see that nginx.test-command and the folder for temporary files can be used");
        }
    }

    Finding port() {
        String where = config.address() + ":" + config.port();
        boolean ours = nginx.status().answers();
        Optional<IOException> held = tryToListen(config.address(), config.port());
        if (ours && held.isPresent()) {
            return Finding.ok(PORT, where + " is held by our nginx");
        }
        if (ours) {
            return Finding.fail(
                    PORT,
                    "our nginx runs, but does not listen on " + where,
                    "restart the agent, which reloads it, and see " + config.errorLog());
        }
        return held.map(e ->
                        Finding.fail(
                                PORT,
                                Trouble.listening("nginx", config.address(), config.port(), e)))
                .orElseGet(() -> Finding.ok(PORT, where + " is free"));
    }

    /// Why nobody could listen there now; empty if one could.
    static Optional<IOException> tryToListen(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
