package org.vdeli.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessLineTest {
    private static final String LINE =
            "{\"t\":1700000000.123,\"s\":206,\"b\":5000000321,\"d\":12.045,\"ut\":\"\","
                    + "\"m\":\"GET\",\"u\":\"/acme/films/T\u00e4g \\\"1\\\" \\u0041\\\\.mp4\","
                    + "\"h\":\"edge\",\"a\":\"::1\",\"r\":\"bytes=0-\",\"rtt\":\"120\"}";

    private static Optional<AccessLine> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return AccessLine.parse(bytes, 0, bytes.length);
    }

    @Test
    void readsWhatNginxWrites() {
        assertThat(parse(LINE))
                .contains(
                        new AccessLine(
                                1_700_000_000_123L,
                                206,
                                5_000_000_321L,
                                12_045,
                                false,
                                "/acme/films/Täg \"1\" A\\.mp4"));
    }

    @Test
    void takesWhatWasPassedOnForAMiss() {
        assertThat(parse(LINE.replace("\"ut\":\"\"", "\"ut\":\"0.012\"")).orElseThrow().isMiss())
                .isTrue();
    }

    @Test
    void leavesOutALineThatIsCutOffAnywhere() {
        for (int length = 0; length < LINE.length(); length++) {
            assertThat(parse(LINE.substring(0, length))).isEmpty();
        }
    }

    @Test
    void leavesOutWhatIsNoLineOfOurs() {
        assertThat(parse("127.0.0.1 - - \"GET / HTTP/1.1\" 200 {}")).isEmpty();
        assertThat(parse(LINE.replace(":206,", ":20x,"))).isEmpty();
        assertThat(parse(LINE.replace(":206,", ":2060,"))).isEmpty();
    }
}
