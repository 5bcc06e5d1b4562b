package org.vdeli.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.ConfigResult;

class FtpNodeConfigTest {
    private static String problems(String... flags) {
        List<String> all = new ArrayList<>(List.of("--data=/var/lib/vdeli"));
        if (Arrays.stream(flags).noneMatch(flag -> flag.startsWith("--manager="))) {
            all.add("--manager=https://manager:8080");
        }
        all.addAll(List.of(flags));
        return switch (ConfigReader.of(FtpNodeConfig.class)
                .read(Optional.empty(), Map.of("VDELI_NODE_TOKEN", "secret"), all)) {
            case ConfigResult.Ok<FtpNodeConfig> _ -> "";
            case ConfigResult.Problems<FtpNodeConfig> wrong -> wrong.asText("ftp");
        };
    }

    @Test
    void takesNetworksAndAnExternalAddress() {
        assertThat(
                        problems(
                                "--ftp.allow=192.0.2.0/24,2001:db8::/32",
                                "--ftp.deny=192.0.2.7",
                                "--ftp.external-address=203.0.113.9"))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoNetwork() {
        assertThat(problems("--ftp.allow=192.0.2.0/33"))
                .contains("ftp.allow: a network of 0 to 32 bits: 192.0.2.0/33");
        assertThat(problems("--ftp.deny=somewhere"))
                .contains("ftp.deny: not an address or network: somewhere");
    }

    @Test
    void refusesAnExternalAddressThatPublishersCannotBeTold() {
        for (String wrong : List.of("ftp.example.org", "2001:db8::1", "203.0.113", "1.2.3.256")) {
            assertThat(problems("--ftp.external-address=" + wrong))
                    .contains(
                            "ftp.external-address must be an IPv4 address such as 192.0.2.7, not "
                                    + wrong);
        }
    }

    @Test
    void cannotBeToldToDeliverNothing() {
        assertThat(problems("--ftp.hash=false")).contains("ftp.hash");
    }

    @Test
    void sendsPasswordsInTheClearOnThisMachineOnly() {
        for (String here : List.of("127.0.0.1", "localhost", "[::1]")) {
            assertThat(problems("--manager=http://" + here + ":8080")).isEmpty();
        }
        for (String away : List.of("manager", "192.0.2.7", "127.0.0.1.example.org")) {
            assertThat(problems("--manager=http://" + away + ":8080"))
                    .contains("manager must be an https address");
        }
    }
}
