package org.vdeli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void holdsDistinctPortsUntilTheyAreReleased() throws IOException {
        try (FreePorts ports = FreePorts.hold(20)) {
            assertThat(ports.all()).hasSize(20).doesNotHaveDuplicates();
            assertThatThrownBy(() -> listen(ports.get(7)).close())
                    .isInstanceOf(BindException.class);
            ports.release();
            try (ServerSocket socket = listen(ports.get(7))) {
                assertThat(socket.getLocalPort()).isEqualTo(ports.get(7));
            }
        }
    }

    @Test
    void givesAWishedPortWhereItIsFree() {
        try (FreePorts first = FreePorts.hold(1)) {
            try (FreePorts second = FreePorts.hold(2, first.all())) {
                assertThat(second.all()).doesNotContain(first.get(0));
            }
            first.release();
            try (FreePorts third = FreePorts.hold(2, first.all())) {
                assertThat(third.get(0)).isEqualTo(first.get(0));
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
