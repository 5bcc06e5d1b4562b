package org.vdeli.installers.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ReleaseTest {
    private static final Instant TIME = Instant.parse("2026-11-25T09:30:00Z");

    @Test
    void aSnapshotComesBeforeItsVersionAndNamesItsCommit() {
        assertThat(Release.of("0.1.0-SNAPSHOT", "c1166bf0", TIME).version())
                .isEqualTo("0.1.0~20261125093000.gc1166bf0");
    }

    @Test
    void aReleaseIsItsVersionAlone() {
        assertThat(Release.of("0.1.0", "c1166bf0", TIME)).isEqualTo(new Release("0.1.0", TIME));
    }

    @Test
    void whatDpkgWouldNotTakeIsRefused() {
        assertThatThrownBy(() -> new Release("1.0 beta", TIME)).hasMessageContaining("1.0 beta");
    }
}
