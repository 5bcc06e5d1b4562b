package org.vdeli.installers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FleetShapeTest {
    private final FleetShape shape = FleetShape.usual(4000, 1);

    @Test
    void dealsTheAgentsOutEvenly() {
        assertThat(shape.clusters()).isEqualTo(200);
        assertThat(shape.regions()).isEqualTo(28);
        assertThat(
                        shape.agentList().stream()
                                .collect(
                                        Collectors.groupingBy(
                                                FleetShape.Agent::cluster, Collectors.counting()))
                                .values())
                .hasSize(200)
                .containsOnly(20L);
    }

    @Test
    void isTheSameFleetInEveryRunAndAnotherForAnotherSeed() {
        assertThat(FleetShape.usual(4000, 1).agentList()).isEqualTo(shape.agentList());
        FleetShape other = FleetShape.usual(4000, 2);
        assertThat(other.agentList().getFirst().installation())
                .isNotEqualTo(shape.agentList().getFirst().installation());
        assertThat(other.clusterList().getFirst().position())
                .isNotEqualTo(shape.clusterList().getFirst().position());
    }

    @Test
    void givesEveryAgentANameAnIdentityAndAnAddressOfItsOwn() {
        assertThat(shape.agentList()).extracting(FleetShape.Agent::name).doesNotHaveDuplicates();
        assertThat(shape.agentList())
                .extracting(FleetShape.Agent::installation)
                .doesNotHaveDuplicates();
        assertThat(shape.agentList()).extracting(FleetShape.Agent::address).doesNotHaveDuplicates();
    }

    @Test
    void refusesMoreClustersThanAgents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FleetShape(10, 11, 1, 1))
                .withMessage("clusters must be 1 to 10, not 11");
    }
}
