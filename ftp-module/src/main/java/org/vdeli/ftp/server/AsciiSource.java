package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.vdeli.ftp.upload.ByteSource;

/// TYPE A: line ends come as CR LF and are stored as LF (RFC 959, 3.1.1.1).
final class AsciiSource implements ByteSource {
    private final ByteSource source;
    private final ByteBuffer raw = ByteBuffer.allocate(64 * 1024);
    private boolean pendingReturn;

    AsciiSource(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        while (into.position() == before) {
            // One byte of room is kept for a CR that turns out to stand alone.
            raw.clear().limit(Math.max(1, Math.min(raw.capacity(), into.remaining() - 1)));
            if (source.read(raw) < 0) {
                if (!pendingReturn) {
                    return -1;
                }
                pendingReturn = false;
                into.put((byte) '\r');
                return 1;
            }
            raw.flip();
            translate(into);
        }
        return into.position() - before;
    }

    private void translate(ByteBuffer into) {
        while (raw.hasRemaining()) {
            byte b = raw.get();
            if (pendingReturn && b != '\n') {
                into.put((byte) '\r');
            }
            pendingReturn = b == '\r';
            if (!pendingReturn) {
                into.put(b);
            }
        }
    }
}
