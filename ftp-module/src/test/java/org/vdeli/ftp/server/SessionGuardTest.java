package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionGuardTest {
    private final DummySession session = new DummySession();
    private final List<Object> passed = new ArrayList<>();

    private final class Rest extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter next, IoSession from, Object message) {
            passed.add(message);
        }
    }

    @BeforeEach
    void start() {
        SessionGuard guard = new SessionGuard(new Addresses(List.of(), List.of()), 10, 10);
        session.getFilterChain().addLast("guard", guard);
        session.getFilterChain().addLast("rest", new Rest());
    }

    @Test
    void endsASessionThatDoesNotReadItsAnswers() {
        session.increaseScheduledWriteBytes((int) SessionGuard.MOST_UNREAD);
        session.getFilterChain().fireMessageReceived("FEAT");
        assertThat(passed).containsExactly("FEAT");

        session.increaseScheduledWriteBytes(1);
        session.getFilterChain().fireMessageReceived("FEAT");
        assertThat(passed).hasSize(1);
        assertThat(session.isClosing()).isTrue();
    }
}
