package org.vdeli.manager.asset;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.pace.Throttle;
import org.vdeli.manager.database.Transactions;

/// Hands out the origin store's contents by HTTP: whole, or one range of bytes (RFC 9110, section
/// 14), with the checksum as entity tag.
///
/// A reader needs a [PieceToken] for the asset. Memory is bounded by one buffer per reader; the
/// bytes come from the page cache.
public final class OriginHttp {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final Logger log = LoggerFactory.getLogger(OriginHttp.class);

    private final Transactions transactions;
    private final OriginStore store;
    private final PublicKey tokenKey;
    private final Throttle throttle;
    private final InstantSource time;

    /// @param throttle what all answers together pass
    public OriginHttp(
            Transactions transactions,
            OriginStore store,
            PublicKey tokenKey,
            Throttle throttle,
            InstantSource time) {
        this.transactions = transactions;
        this.store = store;
        this.tokenKey = tokenKey;
        this.throttle = throttle;
        this.time = time;
    }

    /// Whether a bearer token lets its holder read an asset now.
    public boolean mayRead(AssetId asset, Optional<String> bearer) {
        return bearer.flatMap(token -> PieceToken.verify(token, tokenKey, time.instant()))
                .filter(token -> token.asset().equals(asset))
                .isPresent();
    }

    /// The checksums of an asset that is not deleted; for a reader who may read it.
    public Optional<Manifest> manifest(AssetId asset) {
        return transactions.read(stores -> stores.assets().manifest(asset));
    }

    /// Answers `GET` and `HEAD` of an asset's content, for a reader who may read it: 200, 206, 304,
    /// 404 or 416.
    ///
    /// @return false if there is no such content and nothing was answered
    /// @throws IOException if the reader goes away or the disk fails
    public boolean content(AssetId asset, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Asset> found = transactions.read(stores -> stores.assets().find(asset));
        Optional<Path> file = found.map(Asset::checksum).flatMap(store::find);
        if (found.isEmpty() || file.isEmpty()) {
            found.ifPresent(gone ->
                    log.error(
                            "event=content-missing asset={} checksum={}", asset, gone.checksum()));
            return false;
        }
        long size = found.get().size().bytes();
        String tag = '"' + found.get().checksum().hex() + '"';
        response.setHeader("ETag", tag);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "private, immutable");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return true;
        }
        response.setContentType("application/octet-stream");
        switch (ByteRange.of(request.getHeader("Range"), ifRangeHolds(request, tag), size)) {
            case ByteRange.Whole _ -> {
                response.setStatus(HttpServletResponse.SC_OK);
                send(request, response, file.get(), 0, size);
            }
            case ByteRange.Part part -> {
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setHeader(
                        "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
                send(request, response, file.get(), part.first(), part.length());
            }
            case ByteRange.Unsatisfiable _ -> {
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                response.setHeader("Content-Range", "bytes */" + size);
            }
        }
        return true;
    }

    private static boolean ifRangeHolds(HttpServletRequest request, String tag) {
        String condition = request.getHeader("If-Range");
        return condition == null || condition.equals(tag);
    }

    private void send(
            HttpServletRequest request,
            HttpServletResponse response,
            Path file,
            long first,
            long length)
            throws IOException {
        response.setContentLengthLong(length);
        if ("HEAD".equals(request.getMethod())) {
            return;
        }
        throttle.enter();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            OutputStream out = response.getOutputStream();
            byte[] bytes = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
            long position = first;
            long end = first + length;
            while (position < end) {
                int step = Math.min(bytes.length, throttle.step());
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, (int) Math.min(step, end - position));
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw new IOException(
                            "could not read " + file + " at " + position + ": it ends there");
                }
                throttle.take(read);
                out.write(bytes, 0, read);
                position += read;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the manager stops while " + file + " is read");
        } finally {
            throttle.leave();
        }
    }
}
