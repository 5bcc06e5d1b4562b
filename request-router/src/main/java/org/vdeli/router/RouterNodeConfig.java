package org.vdeli.router;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.Describe;
import org.vdeli.contracts.config.Secret;
import org.vdeli.router.http.RouterSettings;

/// Configuration of a request router on its own.
///
/// @param data folder for the last picture
/// @param managers base addresses of the managers' HTTP, with TLS unless on this machine
/// @param token what the managers know this router by
/// @param explainToken with which operators ask the router itself why
/// @param router the service itself; `router.enabled` is of no meaning here
public record RouterNodeConfig(
        @Describe("folder for what the router knew last") Path data,
        @Describe(
                        "addresses of the managers, such as https://manager:8080; the next one is asked"
                                + " when one does not answer")
                List<URI> managers,
        @Describe("what the managers know this router by") Secret token,
        @Describe("with it operators ask the router itself why; without, it does not say")
                Optional<Secret> explainToken,
        RouterSettings router) {
    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    public RouterNodeConfig {
        managers = List.copyOf(managers);
        if (managers.isEmpty()) {
            throw new IllegalArgumentException("managers must name at least one manager");
        }
        for (URI manager : managers) {
            boolean here =
                    "http".equals(manager.getScheme())
                            && THIS_MACHINE.matcher(String.valueOf(manager.getHost())).matches();
            if (!"https".equals(manager.getScheme()) && !here) {
                throw new IllegalArgumentException(
                        "managers must be https addresses: the router's token goes there; http is"
                                + " for a manager on this machine alone; not "
                                + manager);
            }
        }
    }

    /// Reads it; `VDELI_JAVA_OPTS` and the like belong to the launcher.
    static ConfigReader<RouterNodeConfig> reader() {
        return ConfigReader.of(RouterNodeConfig.class)
                .ignoring("VDELI_JAVA_OPTS", "VDELI_NO_BUILD", "VDELI_NO_INSTALL");
    }
}
