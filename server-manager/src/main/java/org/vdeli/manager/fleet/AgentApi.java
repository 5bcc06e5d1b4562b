package org.vdeli.manager.fleet;

import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.PeerDoor;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.agent.WanShare;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;

/// `/agent/v1`: what agents say over HTTP.
public final class AgentApi {
    /// 100 000 entries of some 300 bytes.
    private static final long MAX_INVENTORY = 64L * 1024 * 1024;

    private static final Rules<EnrolmentRequest> ENROLMENT =
            Rules.of(EnrolmentRequest.class)
                    .that("token", String.class, token -> token.length() <= 200, "is too long")
                    .that(
                            "agentVersion",
                            String.class,
                            version -> version.length() <= 50,
                            "must be at most 50 characters");

    private final Enrolment enrolment;
    private final InventoryIntake inventories;
    private final Swarming swarming;

    /// Takes the list of all that a server has.
    public interface InventoryIntake {
        void take(ServerId server, Inventory inventory);
    }

    /// Knows who shares an asset, and a line, with whom.
    public interface Swarming {
        /// The swarm of a server; empty if it has no part in the asset.
        Optional<Swarm> swarm(AssetId asset, ServerId server);

        /// What a server may take of its cluster's cap.
        WanShare share(ServerId server);

        /// Takes where an agent hands pieces out.
        void open(ServerId server, PeerDoor door);
    }

    public AgentApi(Enrolment enrolment, InventoryIntake inventories, Swarming swarming) {
        this.enrolment = enrolment;
        this.inventories = inventories;
        this.swarming = swarming;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/agent/v1/enrolments", Access.OPEN, "Join with an enrolment token")
                        .takes(ENROLMENT)
                        .creates(Enrolled.class, (call, request) -> enrol(request)),
                Route.put("/agent/v1/inventory", Access.AGENT, "Say everything that is here")
                        .bodyUpTo(MAX_INVENTORY)
                        .takes(Rules.of(Inventory.class))
                        .ends(this::take),
                Route.put("/agent/v1/peer-door", Access.AGENT, "Say where pieces are handed out")
                        .takes(Rules.of(PeerDoor.class))
                        .ends((call, door) -> swarming.open(call.agent().server(), door)),
                Route.get(
                                "/agent/v1/swarms/{asset}",
                                Access.AGENT,
                                "Ask with whom to share an asset's pieces")
                        .answers(Swarm.class, this::swarm),
                Route.get(
                                "/agent/v1/wan-share",
                                Access.AGENT,
                                "Ask for the share of the cluster's cap")
                        .answers(WanShare.class, call -> swarming.share(call.agent().server())));
    }

    private Enrolled enrol(EnrolmentRequest request) {
        try {
            return switch (enrolment.enrol(request)) {
                case Enrolment.Outcome.Welcome welcome -> welcome.enrolled();
                case Enrolment.Outcome.Refused refused -> throw problem(refused);
            };
        } catch (BrokerManagementException e) {
            throw ProblemException.unavailable(
                    "could not enrol: the broker cannot be reached; try again");
        }
    }

    private static ProblemException problem(Enrolment.Outcome.Refused refused) {
        return switch (refused.reason()) {
            case TOKEN -> ProblemException.forbidden("could not enrol: " + refused.detail());
            case REQUEST -> ProblemException.invalid("", refused.detail());
            case NAME_TAKEN -> ProblemException.conflict("could not enrol: " + refused.detail());
        };
    }

    private Swarm swarm(Call call) {
        AssetId asset = call.id("asset", AssetId::of);
        return Edits.require("asset", asset, swarming.swarm(asset, call.agent().server()));
    }

    private void take(Call call, Inventory inventory) {
        inventories.take(call.agent().server(), inventory);
    }
}
