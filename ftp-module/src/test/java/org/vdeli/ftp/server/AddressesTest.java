package org.vdeli.ftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vdeli.ftp.server.Addresses.Network;

class AddressesTest {
    private static boolean permits(Addresses addresses, String address) {
        return addresses.permits(Network.parse(address).address());
    }

    @Test
    void permitsAllWithoutLists() {
        assertThat(permits(Addresses.parse(List.of(), List.of()), "192.0.2.1")).isTrue();
    }

    @Test
    void letsDenyWinOverAllow() {
        Addresses addresses =
                Addresses.parse(
                        List.of("192.0.2.0/24", "2001:db8::/32"), List.of("192.0.2.128/25"));
        assertThat(permits(addresses, "192.0.2.127")).isTrue();
        assertThat(permits(addresses, "192.0.2.128")).isFalse();
        assertThat(permits(addresses, "198.51.100.1")).isFalse();
        assertThat(permits(addresses, "2001:db8:1::1")).isTrue();
    }

    @Test
    void asksNoNameServer() {
        assertThatThrownBy(() -> Network.parse("example.org"))
                .hasMessage("not an address or network: example.org");
        assertThatThrownBy(() -> Network.parse("192.0.2.0/33"))
                .hasMessage("a network of 0 to 32 bits: 192.0.2.0/33");
    }
}
