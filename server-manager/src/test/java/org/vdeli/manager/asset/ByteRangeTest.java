package org.vdeli.manager.asset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-, 0, 9",
        "bytes=3-5, 3, 5",
        "bytes=8-100, 8, 9",
        "bytes=-3, 7, 9",
        "bytes=-100, 0, 9",
        "bytes=5-999999999999999999, 5, 9"
    })
    void readsOneRange(String header, long first, long last) {
        assertThat(ByteRange.of(header, true, 10)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void knowsWhatCannotBeSatisfied(String header) {
        assertThat(ByteRange.of(header, true, 10)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=5-3",
                "bytes=-",
                "bytes=0-1,3-4",
                "items=0-1",
                "bytes=a-b",
                "bytes=0-99999999999999999999999",
                ""
            })
    void sendsTheWholeForWhatItCannotRead(String header) {
        assertThat(ByteRange.of(header, true, 10)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void sendsTheWholeWhenTheContentIsAnotherOne() {
        assertThat(ByteRange.of("bytes=0-1", false, 10)).isEqualTo(new ByteRange.Whole());
        assertThat(ByteRange.of(null, true, 10)).isEqualTo(new ByteRange.Whole());
        assertThat(ByteRange.of("bytes=0-", true, 0)).isEqualTo(new ByteRange.Unsatisfiable());
    }
}
