package org.vdeli.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.wire.Codec;

class FindingTest {
    @Test
    void isOneLineThatSaysWhatToDo() {
        assertThat(Finding.ok("clock", "agrees")).hasToString("ok    clock          agrees");
        assertThat(Finding.skip("broker", "no account"))
                .hasToString("skip  broker         no account");
        assertThat(Finding.fail("nginx -t", "refuses:\n  line 1", "change it"))
                .hasToString("FAIL  nginx -t       refuses: / line 1; change it");
    }

    @Test
    void neverFailsWithoutARemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding("a", Finding.State.FAIL, "b", Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding("a", Finding.State.OK, "b", Optional.of("c")));
    }

    @Test
    void isReadByMachines() {
        CheckReport report =
                CheckReport.of(
                        List.of(Finding.ok("clock", "agrees"), Finding.fail("nginx", "no", "do")));

        assertThat(new Codec().write(report))
                .isEqualTo(
                        "{\"ok\":false,\"findings\":["
                                + "{\"check\":\"clock\",\"state\":\"OK\",\"text\":\"agrees\"},"
                                + "{\"check\":\"nginx\",\"state\":\"FAIL\",\"text\":\"no\","
                                + "\"remedy\":\"do\"}]}");
        assertThat(CheckReport.of(List.of(Finding.skip("broker", "no account"))).ok()).isTrue();
    }
}
