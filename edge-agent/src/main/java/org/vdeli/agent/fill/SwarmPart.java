package org.vdeli.agent.fill;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vdeli.agent.peer.Wants;
import org.vdeli.agent.work.FillRun;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Swarm;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// This server's part in sharing an asset: the session, what it fetches next, and what others see
/// of it.
///
/// @param swarm with whom, as far as it is known at the beginning
record SwarmPart(
        Filler.Peers peers, FillSession session, SwarmPicker picker, Optional<Swarm> swarm) {

    /// Asks with whom to share, and lets others see what is here.
    static SwarmPart begin(
            Filler.Peers peers,
            FillRun run,
            PieceLayout layout,
            List<Checksum> pieces,
            BitSet there,
            PieceMap notes,
            Partials.Partial partial)
            throws InterruptedException {
        Job.Fill order = run.order();
        Optional<Swarm> swarm = peers.swarming().ask(order.asset());
        long seed = swarm.map(s -> s.cluster().value()).orElse(peers.self().value());
        SwarmPicker picker = new SwarmPicker(peers.self(), seed, layout, System::nanoTime);
        Telling telling = new Telling();
        BitSet now = (BitSet) there.clone();
        Wants wants = new Wants();
        FillSession session =
                new FillSession(run, layout, pieces, there, notes, picker, telling, wants);
        telling.to(
                peers.holdings()
                        .begin(
                                order.asset(),
                                order.checksum(),
                                layout,
                                now,
                                partial.file(),
                                (piece, reader) ->
                                        session.withPicker((verified, claimed) ->
                                                picker.grant(piece, reader, verified, claimed)),
                                wants));
        return new SwarmPart(peers, session, picker, swarm);
    }
}
