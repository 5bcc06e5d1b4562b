package org.vdeli.agent.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vdeli.agent.peer.Wants;
import org.vdeli.agent.work.FillRun;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.PieceLayout;

/// What viewers wait for, in a fill of 32 pieces.
class FillSessionTest {
    private static final ByteCount PIECE = ByteCount.of(1024);
    private static final int PIECES = 32;
    private static final Checksum SUM = Checksum.ofContent(new byte[] {1});

    @TempDir Path folder;

    private final Wants wants = new Wants();
    private PieceMap notes;
    private FillSession session;

    @BeforeEach
    void begin() throws IOException {
        notes = PieceMap.open(folder.resolve("a.pieces"));
        ByteCount size = ByteCount.of(PIECES * PIECE.bytes());
        Job.Fill order =
                new Job.Fill(
                        new JobId(1),
                        1,
                        new AssetId(2),
                        AssetPath.parse("acme/films/a.mp4"),
                        1L,
                        size,
                        SUM,
                        PIECE,
                        List.of(URI.create("http://origin/v1")),
                        "token",
                        TransferMethod.SINGLE.preset());
        session =
                new FillSession(
                        new FillRun(order),
                        new PieceLayout(size, PIECE),
                        Collections.nCopies(PIECES, SUM),
                        new BitSet(),
                        notes,
                        new InOrder(PIECES, PIECES),
                        new Telling(),
                        wants);
    }

    @AfterEach
    void close() throws IOException {
        notes.close();
    }

    private FillSession.Run claim(int lane) throws InterruptedException {
        return session.claim(new Lane.Origin(lane), _ -> false).orElseThrow();
    }

    @Test
    void whatAViewerStandsBeforeComesFirstThenWhatFollowsThenTheRest() throws Exception {
        wants.at(this, 20, PIECES);

        assertThat(claim(0)).isEqualTo(new FillSession.Run(20, 21));
        assertThat(claim(1)).isEqualTo(new FillSession.Run(21, 28));
        assertThat(claim(2)).isEqualTo(new FillSession.Run(0, 20));
    }

    @Test
    void aViewerWhoLeftWantsNothing() throws Exception {
        wants.at(this, 20, PIECES);
        wants.gone(this);

        assertThat(claim(0)).isEqualTo(new FillSession.Run(0, PIECES));
    }

    @Test
    void aLongRunIsCutForAViewerWhoWaitsFurtherOn() throws Exception {
        FillSession.Run run = claim(0);
        assertThat(session.isWantedElsewhere(run, 3)).isFalse();

        wants.at(this, 20, 22);

        assertThat(session.isWantedElsewhere(run, 3)).isTrue();
        assertThat(session.isWantedElsewhere(run, 20)).as("it comes next").isFalse();
        session.verified(20);
        assertThat(session.isWantedElsewhere(run, 3)).as("it is there").isFalse();
    }

    @Test
    void aRunIsNotCutForWhatComesOnAnotherConnection() throws Exception {
        wants.at(this, 20, 21);
        FillSession.Run theirs = claim(0);
        FillSession.Run mine = claim(1);
        assertThat(theirs).isEqualTo(new FillSession.Run(20, 21));

        assertThat(session.isWantedElsewhere(mine, 3)).isFalse();
        session.release(theirs, new Lane.Origin(0));
        assertThat(session.isWantedElsewhere(mine, 3)).as("it failed there").isTrue();
    }
}
