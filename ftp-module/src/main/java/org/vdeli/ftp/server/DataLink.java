package org.vdeli.ftp.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpSession;
import org.jspecify.annotations.Nullable;
import org.vdeli.ftp.upload.ByteSource;

/// One open data connection.
///
/// The [TransferWatch] closes it when no byte moved for too long; the transfer then fails with a
/// [SocketTimeoutException].
final class DataLink implements DataConnection, Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    /// What TLS hands over at a time is at most 16 KiB.
    private static final int TLS_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final @Nullable SSLSocket tls;
    private final @Nullable TlsCarrier carrier;
    private final TransferWatch watch;
    private final AtomicLong moved = new AtomicLong();
    private volatile boolean timedOut;
    private volatile boolean aborted;

    private DataLink(
            SocketChannel channel,
            @Nullable SSLSocket tls,
            @Nullable TlsCarrier carrier,
            TransferWatch watch) {
        this.channel = channel;
        this.tls = tls;
        this.carrier = carrier;
        this.watch = watch;
        watch.add(this);
    }

    static DataLink plain(SocketChannel channel, TransferWatch watch) {
        return new DataLink(channel, null, null, watch);
    }

    /// @param carrier what the TLS is laid over
    static DataLink secured(
            SocketChannel channel, SSLSocket tls, TlsCarrier carrier, TransferWatch watch) {
        return new DataLink(channel, tls, carrier, watch);
    }

    /// Works the TLS handshake off, also where no byte will follow.
    void handshake() throws IOException {
        if (tls != null) {
            tls.startHandshake();
        }
    }

    /// A number that grows while bytes move.
    long moved() {
        return moved.get();
    }

    /// Ends a transfer in which nothing moves.
    void timeOut() {
        timedOut = true;
        cutOff();
    }

    /// Ends a transfer that the client no longer wants. Waits for nothing, so it may be called by
    /// the thread that reads all control connections.
    void abort() {
        aborted = true;
        cutOff();
    }

    private void cutOff() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closing is all that was wanted.
        }
    }

    /// What the client sends.
    ///
    /// It fails with a [TlsCutException] where TLS was cut off, if that is an error.
    ByteSource source() throws IOException {
        if (tls == null) {
            return this::read;
        }
        InputStream in = tls.getInputStream();
        byte[] bytes = new byte[TLS_BYTES];
        return into -> {
            try {
                int count = in.read(bytes, 0, Math.min(bytes.length, into.remaining()));
                if (count > 0) {
                    into.put(bytes, 0, count);
                    moved.addAndGet(count);
                }
                return count;
            } catch (IOException e) {
                throw explained(e);
            }
        };
    }

    private int read(ByteBuffer into) throws IOException {
        try {
            int count = channel.read(into);
            moved.addAndGet(Math.max(count, 0));
            return count;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException e) {
        if (timedOut) {
            return new SocketTimeoutException("no byte came for too long");
        }
        if (aborted || e instanceof ClosedChannelException) {
            return new SocketException("the session ended the transfer");
        }
        return carrier != null && carrier.wasCut() ? new TlsCutException(e) : e;
    }

    @Override
    public long transferFromClient(FtpSession session, OutputStream out) throws IOException {
        ByteSource source = source();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long size = 0;
        while (source.read(buffer) >= 0) {
            out.write(buffer.array(), 0, buffer.position());
            size += buffer.position();
            buffer.clear();
        }
        return size;
    }

    @Override
    public long transferToClient(FtpSession session, InputStream in) throws IOException {
        OutputStream out = output();
        byte[] bytes = new byte[BUFFER_BYTES];
        long size = 0;
        boolean ascii = session.getDataType() == DataType.ASCII;
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            byte[] sent = ascii ? withCarriageReturns(bytes, n) : bytes;
            out.write(sent, 0, ascii ? sent.length : n);
            size += n;
            moved.addAndGet(n);
        }
        close();
        return size;
    }

    private static byte[] withCarriageReturns(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void transferToClient(FtpSession session, String text) throws IOException {
        output().write(text.getBytes(StandardCharsets.UTF_8));
        close();
    }

    private OutputStream output() throws IOException {
        return tls == null ? channel.socket().getOutputStream() : tls.getOutputStream();
    }

    /// Closes with a TLS close_notify alone: `SSLSocket.close` sends `user_canceled` before it,
    /// which GnuTLS (lftp, FileZilla) takes for a broken transfer, and then waits for the other
    /// side.
    @Override
    public void close() throws IOException {
        watch.remove(this);
        try {
            if (tls != null && channel.isOpen()) {
                tls.shutdownOutput();
            }
        } catch (IOException e) {
            // The other side has gone already; there is nobody to tell.
        } finally {
            channel.close();
        }
    }
}
