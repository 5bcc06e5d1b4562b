package org.vdeli.manager.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.manager.database.Fixtures;
import org.vdeli.manager.fleet.Cluster;
import org.vdeli.manager.fleet.EdgeServer;

class WanSharesTest {
    private static Cluster cluster(long id, Optional<Bitrate> cap) {
        Cluster plain = Fixtures.cluster(id, 3, "c" + id);
        return new Cluster(
                plain.id(),
                plain.region(),
                plain.name(),
                plain.position(),
                plain.networks(),
                plain.wanCapacity(),
                cap);
    }

    @Test
    void theSharesOfAClusterNeverExceedItsCap() {
        List<EdgeServer> servers =
                List.of(
                        Fixtures.server(1, 7, "a"),
                        Fixtures.server(2, 7, "b").withState(ServerState.SILENT),
                        Fixtures.server(3, 7, "c").withState(ServerState.JOINING),
                        Fixtures.server(4, 7, "d").withState(ServerState.RETIRED),
                        Fixtures.server(5, 8, "e"));
        WanShares shares =
                new WanShares(
                        List.of(
                                cluster(7, Optional.of(Bitrate.of(10_000_000))),
                                cluster(8, Optional.empty())),
                        servers);

        assertThat(shares.of(new ServerId(1))).isEqualTo(Bitrate.of(3_333_333));
        assertThat(shares.of(new ServerId(2))).isEqualTo(Bitrate.of(3_333_333));
        assertThat(shares.of(new ServerId(3))).isEqualTo(Bitrate.of(3_333_333));
        assertThat(shares.of(new ServerId(5))).isEqualTo(Bitrate.ZERO);
        assertThat(shares.of(new ServerId(99))).isEqualTo(Bitrate.ZERO);
    }
}
