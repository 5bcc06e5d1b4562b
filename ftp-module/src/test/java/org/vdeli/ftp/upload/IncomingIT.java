package org.vdeli.ftp.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;

class IncomingIT {
    private static final long MIB = 1 << 20;

    @TempDir Path folder;

    @Test
    void stopsAnUploadThatReachesTheReserveOfTheDisk() throws IOException {
        AtomicLong free = new AtomicLong(100 * MIB);
        DiskReserve reserve = new DiskReserve(free::get, ByteCount.mebibytes(70));
        UploadRules rules = new UploadRules(folder, List.of(), true, false, reserve);
        Path file = folder.resolve("film.mp4");
        try (Uploads uploads =
                        new Uploads(
                                rules,
                                (_, _) -> new DeliveryAnswer.Taken(new UploadId(1)),
                                InstantSource.system(),
                                new Random(1));
                Incoming incoming =
                        uploads.begin(AssetPath.of("anna", "films", "film.mp4"), file, 0, 0)) {
            ByteSource endless =
                    into -> {
                        int count = into.remaining();
                        into.position(into.limit());
                        free.addAndGet(-count);
                        return count;
                    };
            assertThatThrownBy(() -> incoming.receive(endless))
                    .isInstanceOf(DiskReserveException.class)
                    .hasMessage("the server's disk is full");
        }
        assertThat(Files.size(file)).isEqualTo(32 * MIB);
    }
}
