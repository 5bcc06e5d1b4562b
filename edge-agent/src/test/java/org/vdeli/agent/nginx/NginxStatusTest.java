package org.vdeli.agent.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NginxStatusTest {
    @Test
    void readsTheCountsOfStubStatus() throws IOException {
        String text =
                """
                HTTP/1.1 200 OK\r
                \r
                Active connections: 291\s
                server accepts handled requests
                 16630948 16630946 31070465\s
                Reading: 6 Writing: 179 Waiting: 106\s
                """;
        assertThat(NginxStatus.Counts.parse(text))
                .isEqualTo(new NginxStatus.Counts(291, 16630948, 16630946, 31070465, 6, 179, 106));
    }

    @Test
    void refusesAnyOtherAnswer() {
        assertThatThrownBy(() -> NginxStatus.Counts.parse("HTTP/1.1 404 Not Found\r\n\r\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("not a stub_status answer");
    }
}
