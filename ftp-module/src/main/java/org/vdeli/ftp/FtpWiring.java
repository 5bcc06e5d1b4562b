package org.vdeli.ftp;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import org.vdeli.ftp.server.FtpService;
import org.vdeli.ftp.upload.DiskReserve;

/// Puts the FTP node together.
final class FtpWiring {
    private FtpWiring() {}

    static FtpService service(FtpNodeConfig config, ManagerLink manager) throws IOException {
        return new FtpService(
                config.ftp(),
                Files.createDirectories(config.data()),
                manager,
                manager,
                InstantSource.system());
    }

    /// What the node says of itself: the manager, without which nobody can log in, and the disk,
    /// without which nothing can be taken in. Uploads that wait are told, too.
    static NodeHealth health(FtpNodeConfig config, ManagerLink manager, FtpService service)
            throws IOException {
        DiskReserve disk = DiskReserve.of(config.data(), config.ftp().diskReserve());
        return NodeHealth.start(
                config.health(),
                List.of(
                        new NodeHealth.Check("manager", manager::state),
                        new NodeHealth.Check("disk", () -> room(disk)),
                        new NodeHealth.Check("deliveries", () -> deliveries(service.waiting()))),
                InstantSource.system());
    }

    private static NodeHealth.State room(DiskReserve disk) {
        return new NodeHealth.State(
                disk.hasRoomFor(0), disk.free() + " free, reserve " + disk.reserve());
    }

    /// Uploads that wait are safe here, so that however many they are, the node is ready.
    private static NodeHealth.State deliveries(int waiting) {
        return new NodeHealth.State(true, waiting + " uploads wait for the manager");
    }
}
