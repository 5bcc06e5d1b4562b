package org.vdeli.ftp.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/// Cuts what a client sends into lines of UTF-8.
///
/// A line that is no text becomes a [BadLine] and the next one is read as if nothing had been;
/// MINA's own decoder drops what follows, so that a client waits for answers that never come. A
/// line without an end becomes a [BadLine], too, and all that follows it is thrown away.
final class LineDecoder extends CumulativeProtocolDecoder {
    private static final AttributeKey OVERLONG = new AttributeKey(LineDecoder.class, "overlong");

    private final int longest;

    /// A line that cannot be carried out.
    ///
    /// @param code of the reply
    /// @param text of the reply
    /// @param last whether the session ends with it
    record BadLine(int code, String text, boolean last) {}

    /// @param longest number of bytes in a line
    LineDecoder(int longest) {
        this.longest = longest;
    }

    @Override
    protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) {
        if (session.containsAttribute(OVERLONG)) {
            in.position(in.limit());
            return false;
        }
        int start = in.position();
        for (int at = start; at < in.limit() && at - start <= longest; at++) {
            if (in.get(at) == '\n') {
                byte[] line = new byte[at - start];
                in.get(line);
                in.get();
                out.write(text(line));
                return true;
            }
        }
        if (in.remaining() > longest) {
            session.setAttribute(OVERLONG);
            in.position(in.limit());
            out.write(new BadLine(500, "This line is too long", true));
        }
        return false;
    }

    private static Object text(byte[] line) {
        int length = line.length;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new BadLine(501, "Names must be in UTF-8", false);
        }
    }
}
