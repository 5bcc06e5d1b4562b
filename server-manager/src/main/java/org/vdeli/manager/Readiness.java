package org.vdeli.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.amqp.BrokerLink;
import org.vdeli.contracts.amqp.LinkState;
import org.vdeli.ftp.server.FtpService;
import org.vdeli.manager.api.HealthApi;
import org.vdeli.manager.asset.OriginHealth;
import org.vdeli.manager.database.Database;

/// What the manager needs to be ready, each under the name that `/health/ready` gives it.
final class Readiness {
    static final String DATABASE = "database";
    static final String BROKER = "broker";
    static final String ORIGIN = "origin-store";
    static final String FTP = "ftp";

    private Readiness() {}

    /// The checks of one manager.
    ///
    /// @param ftp the service that it hosts, if it hosts one
    static List<HealthApi.Check> checks(
            Database database, BrokerLink link, OriginHealth origin, Optional<FtpService> ftp) {
        List<HealthApi.Check> checks = new ArrayList<>();
        checks.add(
                new HealthApi.Check(
                        DATABASE,
                        () -> {
                            database.check();
                            return new HealthApi.State(true, "answers");
                        }));
        checks.add(
                new HealthApi.Check(
                        BROKER,
                        () -> {
                            LinkState state = link.state();
                            return new HealthApi.State(state.connected(), state.detail());
                        }));
        checks.add(new HealthApi.Check(ORIGIN, origin));
        ftp.ifPresent(service -> checks.add(new HealthApi.Check(FTP, () -> look(service))));
        return List.copyOf(checks);
    }

    private static HealthApi.State look(FtpService service) {
        return service.isListening()
                ? new HealthApi.State(true, "listens on port " + service.port())
                : new HealthApi.State(false, "does not listen: it is starting, or has ended");
    }
}
