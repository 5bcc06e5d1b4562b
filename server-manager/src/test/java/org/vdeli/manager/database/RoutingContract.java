package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.NetworkPrefixId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.routing.ClientNetwork;
import org.vdeli.manager.routing.ClientNetworks;
import org.vdeli.manager.routing.RouterToken;
import org.vdeli.manager.routing.RouterTokens;
import org.vdeli.router.net.IpPrefix;

/// What the stores of clients' networks and of routers' tokens have to keep, wherever they are.
interface RoutingContract {
    Transactions transactions();

    private static ClientNetwork toRegion(long id, String prefix) {
        return new ClientNetwork(
                new NetworkPrefixId(id),
                IpPrefix.parse(prefix).orElseThrow(),
                Optional.of(new RegionId(3)),
                Optional.empty());
    }

    private static ClientNetwork toCluster(long id, String prefix) {
        return new ClientNetwork(
                new NetworkPrefixId(id),
                IpPrefix.parse(prefix).orElseThrow(),
                Optional.empty(),
                Optional.of(new ClusterId(4)));
    }

    @Test
    default void keepsWhereNetworksBelong() {
        ClientNetwork wide = toRegion(52, "10.0.0.0/8");
        ClientNetwork narrow = toCluster(51, "10.1.0.0/16");
        ClientNetwork six = toCluster(53, "2001:db8::/32");
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.clientNetworks().add(wide);
                    stores.clientNetworks().add(narrow);
                    stores.clientNetworks().add(six);
                });
        transactions()
                .change(stores -> {
                    ClientNetworks networks = stores.clientNetworks();
                    assertThat(networks.all()).containsExactly(narrow, wide, six);
                    assertThat(networks.find(six.id())).contains(six);
                    assertThat(
                                    networks.page(
                                                    ClientNetworks.Filter.ANY,
                                                    Paging.first(ClientNetworks.Order.PREFIX))
                                            .items())
                            .containsExactly(wide, narrow, six);
                    assertThat(
                                    networks.page(
                                                    new ClientNetworks.Filter(
                                                            Optional.empty(),
                                                            Optional.of(new ClusterId(4)),
                                                            Optional.of("10.")),
                                                    Paging.first(ClientNetworks.Order.PREFIX))
                                            .items())
                            .containsExactly(narrow);
                    assertThat(
                                    networks.page(
                                                    new ClientNetworks.Filter(
                                                            Optional.of(new RegionId(3)),
                                                            Optional.empty(),
                                                            Optional.empty()),
                                                    Paging.first(ClientNetworks.Order.PREFIX))
                                            .items())
                            .containsExactly(wide);
                    networks.update(toCluster(52, "172.16.0.0/12"));
                    networks.remove(narrow.id());
                });
        transactions()
                .change(stores ->
                        assertThat(stores.clientNetworks().all())
                                .containsExactly(toCluster(52, "172.16.0.0/12"), six));
    }

    @Test
    default void hasEachNetworkOnce() {
        transactions()
                .change(stores -> {
                    Fixtures.world(stores);
                    stores.clientNetworks().add(toRegion(51, "10.0.0.0/8"));
                });
        assertThatThrownBy(() ->
                        transactions()
                                .change(stores ->
                                        stores.clientNetworks().add(toCluster(52, "10.9.9.9/8"))))
                .isInstanceOf(DuplicateKey.class);
    }

    @Test
    default void keepsTheTokensOfRouters() {
        RouterToken lisbon =
                new RouterToken(Checksum.ofContent(new byte[] {1}), "Lisbon", Fixtures.T0);
        RouterToken porto =
                new RouterToken(
                        Checksum.ofContent(new byte[] {2}), "Porto", Fixtures.T0.plusSeconds(1));
        transactions()
                .change(stores -> {
                    stores.routerTokens().add(porto);
                    stores.routerTokens().add(lisbon);
                });
        transactions()
                .change(stores -> {
                    RouterTokens tokens = stores.routerTokens();
                    assertThat(tokens.find(lisbon.tokenHash())).contains(lisbon);
                    assertThat(tokens.page(Paging.first(RouterTokens.Order.NAME)).items())
                            .containsExactly(lisbon, porto);
                    tokens.remove(lisbon.tokenHash());
                    assertThat(tokens.find(lisbon.tokenHash())).isEmpty();
                    assertThat(tokens.page(Paging.first(RouterTokens.Order.CREATED_AT)).items())
                            .containsExactly(porto);
                });
    }
}
