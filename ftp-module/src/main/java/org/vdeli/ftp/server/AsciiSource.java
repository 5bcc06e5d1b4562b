package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.vdeli.ftp.upload.ByteSource;

/// TYPE A: line ends come as CR LF and are stored as LF (RFC 959, 3.1.1.1).
final class AsciiSource implements ByteSource {
    private final ByteSource source;
    private final ByteBuffer raw = ByteBuffer.allocate(64 * 1024).limit(0);
    private boolean pendingReturn;

    AsciiSource(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        while (true) {
            translate(into);
            if (into.position() > before) {
                return into.position() - before;
            }
            raw.clear();
            int count = source.read(raw);
            raw.flip();
            if (count < 0) {
                if (!pendingReturn) {
                    return -1;
                }
                pendingReturn = false;
                into.put((byte) '\r');
                return 1;
            }
        }
    }

    private void translate(ByteBuffer into) {
        while (raw.hasRemaining() && into.hasRemaining()) {
            byte next = raw.get(raw.position());
            if (pendingReturn && next != '\n') {
                pendingReturn = false;
                into.put((byte) '\r');
            } else {
                raw.get();
                pendingReturn = next == '\r';
                if (!pendingReturn) {
                    into.put(next);
                }
            }
        }
    }
}
