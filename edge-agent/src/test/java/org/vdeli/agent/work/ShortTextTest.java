package org.vdeli.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.wire.Codec;

class ShortTextTest {
    @Test
    void keepsWhatIsShort() {
        assertThat(ShortText.of("could not read 'Größe.mp4'", 100))
                .isEqualTo("could not read 'Größe.mp4'");
        assertThat(ShortText.of("0123456789", 10)).isEqualTo("0123456789");
    }

    @Test
    void cutsWhatIsLong() {
        assertThat(ShortText.of("0123456789a", 10)).isEqualTo("0123456...");
        assertThat(ShortText.of("ääääää", 11)).isEqualTo("ääää...");
    }

    @Test
    void replacesWhatIsNoText() {
        assertThat(ShortText.of("a\r\n\u0000b\ud83d", 100)).isEqualTo("a   b?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0000", "\"", "\\", "ä", "漢", "🎬", "\ud83d", "\u2028"})
    void isNeverLongerAsJson(String part) {
        byte[] json =
                new Codec()
                        .write(ShortText.of(part.repeat(3000), 1000))
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(json.length).isBetween(990, 1002);
    }
}
