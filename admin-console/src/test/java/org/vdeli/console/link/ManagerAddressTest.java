package org.vdeli.console.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManagerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "cdn.example.org, http://cdn.example.org:8080",
        "10.0.0.7:9000, http://10.0.0.7:9000",
        "https://manager.example.org, https://manager.example.org",
        "HTTP://manager:81/console, http://manager:81",
        "[2001:db8::1]:8080, http://[2001:db8::1]:8080"
    })
    void readsWhatAPersonTypes(String typed, String address) {
        assertThat(ManagerAddress.parse(" " + typed + " ")).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://",
                "ftp://host",
                "a b",
                "http://user@host",
                "://x",
                "host:0",
                "host:65536"
            })
    void refusesWhatIsNoAddress(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> ManagerAddress.parse(typed));
    }

    @Test
    void namesItselfShortly() {
        assertThat(ManagerAddress.parse("https://cdn.example.org").shortName())
                .isEqualTo("cdn.example.org");
    }
}
