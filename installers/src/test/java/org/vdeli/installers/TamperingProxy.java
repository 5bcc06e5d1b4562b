package org.vdeli.installers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A TCP proxy before the manager that can flip a byte of what the manager sends, as a bad line or
/// a bad memory would, and stand still.
final class TamperingProxy implements AutoCloseable {
    /// Answers shorter than this are not touched: the proxy is to harm content, not headers.
    private static final int LONG_CHUNK = 4096;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong flipsLeft = new AtomicLong();
    private final AtomicLong flipped = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicReference<Hold> hold = new AtomicReference<>(Hold.none());

    /// A line that stands still once so many bytes have passed.
    private record Hold(AtomicLong left, CountDownLatch released) {
        static Hold none() {
            return new Hold(new AtomicLong(), new CountDownLatch(0));
        }

        void pass(int bytes) {
            if (left.addAndGet(-bytes) < 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    TamperingProxy(URI target) {
        this.target = new InetSocketAddress(target.getHost(), target.getPort());
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// Flips one byte in each of the next so many long chunks that come from the manager.
    void flip(long chunks) {
        flipped.set(0);
        flipsLeft.set(chunks);
    }

    /// Passes so many bytes of long chunks from the manager on, to all agents together, and then
    /// none until [#behave()]: what they fetch meanwhile cannot become complete.
    void holdAfter(long bytes) {
        Hold fresh = new Hold(new AtomicLong(bytes), new CountDownLatch(1));
        hold.getAndSet(fresh).released().countDown();
    }

    /// Passes everything on as it is again.
    void behave() {
        flipsLeft.set(0);
        hold.getAndSet(Hold.none()).released().countDown();
    }

    /// How many bytes came from the manager since the proxy began.
    long passed() {
        return passed.get();
    }

    /// How many bytes were flipped since [#flip(long)].
    long flipped() {
        return flipped.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket();
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> connect(client, server));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client, Socket server) {
        try {
            server.connect(target, 5000);
            Thread.ofVirtual().start(() -> pass(client, server, false));
            pass(server, client, true);
        } catch (IOException _) {
            close(client); // the manager is down: so is its proxy
            close(server);
        }
    }

    private void pass(Socket from, Socket to, boolean fromManager) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                if (fromManager && length >= LONG_CHUNK) {
                    hold.get().pass(length);
                    if (takeFlip()) {
                        buffer[length - 1] ^= 1;
                        flipped.incrementAndGet();
                    }
                }
                if (fromManager) {
                    passed.addAndGet(length);
                }
                output.write(buffer, 0, length);
            }
        } catch (IOException _) {
            // One side is gone: the other one goes, too.
        } finally {
            close(from);
            close(to);
        }
    }

    private boolean takeFlip() {
        return flipsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException _) {
            // closed is closed
        }
    }

    @Override
    public void close() {
        behave();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(this::close);
    }
}
