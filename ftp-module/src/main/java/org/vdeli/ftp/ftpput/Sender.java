package org.vdeli.ftp.ftpput;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.jspecify.annotations.Nullable;

/// One session that sends things from a shared list until it is empty.
///
/// What is there with the same size is skipped, what is there in part is resumed; a broken session
/// is opened again. Errors that the server calls permanent (5xx) are not tried again.
final class Sender implements AutoCloseable {
    /// Uploads above this announce their size, so that the server can tell a complete one.
    private static final long ANNOUNCED = 256 * 1024;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    private final Target target;
    private final Queue<Item> items;
    private final Tally tally;
    private final LongConsumer progress;
    private final Set<String> folders;
    private @Nullable FTPClient client;

    /// @param folders those that are known to be there, shared by all sessions
    /// @param progress told of each number of bytes that is done
    Sender(
            Target target,
            Queue<Item> items,
            Tally tally,
            Set<String> folders,
            LongConsumer progress) {
        this.target = target;
        this.items = items;
        this.tally = tally;
        this.folders = folders;
        this.progress = progress;
    }

    /// Logs in.
    void open() throws CannotLogIn {
        client = Clients.open(target);
    }

    /// Sends until nothing is left. What cannot be sent is counted, not thrown.
    void run() {
        for (Item item = items.poll(); item != null; item = items.poll()) {
            try {
                send(item);
            } catch (IOException | RuntimeException e) {
                tally.failed(item.remote() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                tally.failed(item.remote() + ": interrupted");
                return;
            }
        }
    }

    private void send(Item item) throws IOException, InterruptedException {
        Duration wait = FIRST_WAIT;
        for (int attempt = 0; ; attempt++) {
            try {
                FTPClient ready = client == null ? Clients.open(target) : client;
                client = ready;
                attempt(ready, item);
                return;
            } catch (Refused e) {
                if (e.permanent || attempt >= target.retries()) {
                    throw e;
                }
            } catch (IOException e) {
                Clients.close(client);
                client = null;
                boolean useless = e instanceof CannotLogIn login && login.refused();
                if (useless || attempt >= target.retries()) {
                    throw e;
                }
            }
            Thread.sleep(wait);
            wait = wait.multipliedBy(2);
        }
    }

    /// The server did not take a file.
    private static final class Refused extends IOException {
        private final boolean permanent;

        private Refused(FTPClient client) {
            super(Clients.text(client));
            this.permanent = FTPReply.isNegativePermanent(client.getReplyCode());
        }
    }

    private void attempt(FTPClient client, Item item) throws IOException {
        String remote = join(target.folder(), item.remote());
        makeFolders(client, remote);
        long there = target.overwrite() ? -1 : size(client, remote);
        if (there == item.size()) {
            tally.skipped();
            progress.accept(item.size());
            return;
        }
        long offset = there > 0 && there < item.size() && !target.ascii() ? there : 0;
        long left = item.size() - offset;
        if (left > ANNOUNCED && !target.ascii()) {
            client.sendCommand("ALLO", Long.toString(left));
        }
        client.setRestartOffset(offset);
        try (InputStream in = item.content().open()) {
            in.skipNBytes(offset);
            if (!client.storeFile(remote, new Counted(in, progress))) {
                throw new Refused(client);
            }
        }
        tally.sent(left);
    }

    private static String join(String folder, String name) {
        return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    private static long size(FTPClient client, String remote) throws IOException {
        String text = client.getSize(remote);
        return text != null && text.strip().matches("\\d{1,18}")
                ? Long.parseLong(text.strip())
                : -1;
    }

    /// Makes the folders above a file, once for all sessions.
    private void makeFolders(FTPClient client, String remote) throws IOException {
        int end = remote.lastIndexOf('/');
        if (end <= 0 || folders.contains(remote.substring(0, end))) {
            return;
        }
        synchronized (folders) {
            for (int at = remote.indexOf('/', 1); at > 0; at = remote.indexOf('/', at + 1)) {
                String folder = remote.substring(0, at);
                if (folders.add(folder)) {
                    // Says no where it exists already, and then the upload shows whether it does.
                    client.makeDirectory(folder);
                }
            }
        }
    }

    /// Tells of bytes as they are read.
    private static final class Counted extends FilterInputStream {
        private final LongConsumer progress;

        private Counted(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                progress.accept(count);
            }
            return count;
        }
    }

    @Override
    public void close() {
        if (client != null) {
            try {
                client.quit();
            } catch (IOException e) {
                // The work is done; how the session ends does not matter.
            }
            Clients.close(client);
            client = null;
        }
    }
}
