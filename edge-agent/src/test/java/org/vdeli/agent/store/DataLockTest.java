package org.vdeli.agent.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir Path folder;

    @Test
    void isHeldByOneAtATime() throws IOException {
        Path data = folder.resolve("edge");
        try (DataLock _ = DataLock.take(data)) {
            assertThatThrownBy(() -> DataLock.take(data))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "could not use the data folder %s: another agent runs in it; stop"
                                    + " that one, or choose another folder with --data",
                            data);
        }
        DataLock.take(data).close();
    }
}
