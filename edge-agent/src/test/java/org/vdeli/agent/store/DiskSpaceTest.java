package org.vdeli.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.contracts.value.ByteCount;

class DiskSpaceTest {
    @TempDir Path folder;
    private final AtomicLong held = new AtomicLong();

    private DiskSpace disk(long quota) {
        return new DiskSpace(
                folder, ByteCount.ZERO, ByteCount.of(quota), () -> ByteCount.of(held.get()));
    }

    @Test
    void countsAFileAgainstTheQuotaUntilItIsHeld() throws IOException {
        DiskSpace disk = disk(1000);
        try (DiskSpace.Promise first =
                disk.promise(ByteCount.of(200), ByteCount.of(600)).orElseThrow()) {
            first.used(200);
            assertThat(disk.promise(ByteCount.of(401))).isEmpty();
            assertThat(disk.shortfall(ByteCount.of(401), ByteCount.of(401)))
                    .isEqualTo(ByteCount.of(1));
            disk.promise(ByteCount.of(400)).orElseThrow().close();
            held.set(600);
        }
        assertThat(disk.promise(ByteCount.of(401))).isEmpty();
        assertThat(disk.promise(ByteCount.of(400))).isPresent();
    }

    @Test
    void promisesTheRoomOfTheDiskOnce() throws IOException {
        DiskSpace disk = disk(0);
        long most = disk.free().bytes();
        DiskSpace.Promise half = disk.promise(ByteCount.of(most / 2)).orElseThrow();
        // Others write to this disk too; a tenth leaves room for them.
        assertThat(disk.promise(ByteCount.of(most / 2 + most / 10))).isEmpty();
        half.close();
        disk.promise(ByteCount.of(most / 2 + most / 10)).orElseThrow().close();
    }

    @Test
    void hasTheSmallerOfQuotaAndDiskForContent() throws IOException {
        assertThat(disk(1000).capacity()).isEqualTo(ByteCount.of(1000));
        assertThat(disk(0).capacity()).isEqualTo(disk(0).size());
    }
}
