package org.vdeli.ftp.ftpput;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void sumsUpWithRates() {
        Tally tally = new Tally();
        for (int i = 0; i < 100; i++) {
            tally.sent(16_000);
        }
        tally.skipped();
        tally.kept("a.mp4: kept");
        tally.failed("b.mp4: 553 no");
        assertThat(tally.line(2))
                .isEqualTo(
                        "sent 100 files, 1.6 MB in 2.00 s: 50.0 files/s, 0.8 MB/s; skipped 2, not"
                                + " sent 1");
        assertThat(tally.kept()).containsExactly("a.mp4: kept");
        assertThat(tally.failures()).containsExactly("b.mp4: 553 no");
    }

    @Test
    void dividesByNoTimeThatIsZero() {
        assertThat(new Tally().line(0))
                .isEqualTo(
                        "sent 0 files, 0 B in 0.00 s: 0.0 files/s, 0.0 MB/s; skipped 0, not sent 0");
    }
}
