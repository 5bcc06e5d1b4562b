package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileLimitTest {
    private static final List<String> LIMITS =
            List.of(
                    "Limit                     Soft Limit           Hard Limit           Units    "
                            + " ",
                    "Max processes             95000                95000                processes"
                            + " ",
                    "Max open files            1024                 20000                files   "
                            + "  ");

    @Test
    void readsTheHardLimitOfTheKernel() {
        assertThat(FileLimit.of(LIMITS)).isEqualTo(new FileLimit(20_000));
        assertThat(FileLimit.of(List.of("Max open files  unlimited  unlimited  files")))
                .isEqualTo(new FileLimit(Long.MAX_VALUE));
    }

    @Test
    void countsTheBrokersFilesWhereTheBrokerIsItsOwn() {
        FileLimit limit = new FileLimit(20_000);
        assertThat(limit.fault(4000, true)).isEmpty();
        assertThat(limit.fault(10_000, false)).isEmpty();
        assertThat(limit.fault(10_000, true))
                .hasValueSatisfying(text ->
                        assertThat(text)
                                .startsWith(
                                        "10000 agents need 31000 open files (the broker's),"
                                                + " but at most 20000 are allowed here.")
                                .contains("ulimit -Hn 31000"));
    }
}
