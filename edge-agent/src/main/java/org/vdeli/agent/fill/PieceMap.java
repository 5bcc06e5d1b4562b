package org.vdeli.agent.fill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/// Notes on disk which pieces of a partial file are there: one byte per piece, `1` for there. It is
/// a hint for the next start and never trusted without reading the piece back, so it need not be
/// flushed.
final class PieceMap implements Closeable {
    private final FileChannel channel;

    private PieceMap(FileChannel channel) {
        this.channel = channel;
    }

    static PieceMap open(Path file) throws IOException {
        return new PieceMap(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /// The pieces that are noted in a file as there; none if there is no such file.
    static BitSet read(Path file, int count) throws IOException {
        BitSet there = new BitSet(count);
        if (Files.exists(file)) {
            byte[] notes = Files.readAllBytes(file);
            for (int i = 0; i < Math.min(count, notes.length); i++) {
                there.set(i, notes[i] == '1');
            }
        }
        return there;
    }

    void note(int piece, boolean there) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (there ? '1' : '0')}), piece);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
