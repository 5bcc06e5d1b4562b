package org.vdeli.manager.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.manager.api.Caller;
import org.vdeli.manager.database.DatabaseUnavailable;

class EventsApiTest {
    @Test
    void aConsoleKeepsItsStreamWhileTheDatabaseIsAway() {
        EventsApi.Watch watch =
                new EventsApi.Watch(() -> {
                    throw new DatabaseUnavailable("away", new IllegalStateException());
                });

        assertThat(watch.getAsBoolean()).isTrue();
    }

    @Test
    void aConsoleWhoseSessionEndedMayListenNoMore() {
        assertThat(new EventsApi.Watch(Optional::empty).getAsBoolean()).isFalse();
        Caller viewer = new Caller.Operator(new OperatorId(1), "ann", Role.VIEWER);
        assertThat(new EventsApi.Watch(() -> Optional.of(viewer)).getAsBoolean()).isTrue();
    }
}
