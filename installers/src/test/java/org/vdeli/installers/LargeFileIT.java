package org.vdeli.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// A file beyond 32 bits.
@ExtendWith(SystemSite.Shared.class)
class LargeFileIT {
    private static final long SIZE = 5L << 30;

    @Test
    void fiveGibibytesAreRegisteredWithTheirSizeAndHash(SystemSite system) throws Exception {
        system.createBareProject("large");
        Path file = system.site().folder().resolve("large.mov");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        try {
            assertThat(system.put(file, "/large/", Duration.ofMinutes(4))).isZero();

            AssetView asset = system.awaitAsset(SystemSite.PUBLISHER + "/large/large.mov");

            assertThat(asset.size()).isEqualTo(ByteCount.of(SIZE));
            assertThat(asset.checksum()).isEqualTo(checksumOfZeros());
            system.manager().delete(asset.id());
        } finally {
            Files.delete(file);
        }
    }

    private static Checksum checksumOfZeros() {
        MessageDigest digest = Checksum.newDigest();
        byte[] zeros = new byte[1 << 20];
        for (long done = 0; done < SIZE; done += zeros.length) {
            digest.update(zeros);
        }
        return Checksum.ofDigest(digest.digest());
    }
}
