package org.vdeli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private final List<String> events = new ArrayList<>();
    private final Services services = new Services();

    private void start(String name) throws Exception {
        services.start(name, () -> events.add("-" + name), () -> events.add("+" + name));
    }

    @Test
    void closesInReverseAndOnce() throws Exception {
        start("a");
        start("b");
        services.close();
        services.close();

        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void startsNothingMoreWhenTheEndWasAskedFor() throws Exception {
        start("a");
        services.close();

        assertThatThrownBy(() -> start("late"))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("the agent stops before late has begun");
        assertThat(events).containsExactly("+a", "-a", "-late");
    }
}
