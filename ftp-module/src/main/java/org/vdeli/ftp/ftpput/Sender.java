package org.vdeli.ftp.ftpput;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.value.Checksum;

/// One session that sends things from a shared list until it is empty.
///
/// What is there already is skipped, unless it is a part of what is to be sent: then the rest is
/// sent. Whether it is, the server's checksum of it tells (XSHA256); of servers without that, only
/// what this session itself began to send is resumed. A broken session is opened again. Errors that
/// the server calls permanent (5xx) are not tried again.
final class Sender implements AutoCloseable {
    /// Uploads above this announce their size, so that the server can tell a complete one.
    private static final long ANNOUNCED = 256 * 1024;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    /// How fast even a slow server reads a file to tell its checksum, in bytes a second.
    private static final long SLOWEST_CHECKSUM = 20_000_000;

    /// How fast even a slow server forces a file to its disk before it says 226, in bytes a second.
    private static final long SLOWEST_DISK = 50_000_000;

    private static final Pattern CHECKSUM = Pattern.compile("\\b[0-9a-fA-F]{64}\\b");

    private final Target target;
    private final Queue<Item> items;
    private final Tally tally;
    private final LongConsumer progress;
    private final Set<String> folders;
    private final AtomicInteger living;
    private @Nullable FTPClient client;

    /// @param living how many sessions take part, shared by all
    /// @param folders those that are known to be there, shared by all sessions
    /// @param progress told of each number of bytes that is done, and of less than 0 where some are
    ///   to be done again
    Sender(
            Target target,
            Queue<Item> items,
            AtomicInteger living,
            Tally tally,
            Set<String> folders,
            LongConsumer progress) {
        this.target = target;
        this.items = items;
        this.living = living;
        this.tally = tally;
        this.folders = folders;
        this.progress = progress;
    }

    /// Logs in.
    void open() throws CannotLogIn {
        client = Clients.open(target);
    }

    /// Sends until nothing is left. What cannot be sent is counted, not thrown. A session that the
    /// server does not let in leaves its work to the others; the last one goes on trying.
    void run() {
        boolean last = false;
        do {
            if (last) {
                living.incrementAndGet();
            }
            work(last);
            last = living.decrementAndGet() == 0;
        } while (last && !items.isEmpty() && !Thread.currentThread().isInterrupted());
    }

    private void work(boolean last) {
        for (Item item = items.poll(); item != null; item = items.poll()) {
            try {
                if (client == null && !last && !opens()) {
                    items.add(item);
                    return;
                }
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

    private boolean opens() {
        try {
            open();
            return true;
        } catch (CannotLogIn e) {
            return false;
        }
    }

    private void send(Item item) throws IOException, InterruptedException {
        Duration wait = FIRST_WAIT;
        Course course = new Course(progress);
        for (int attempt = 0; ; attempt++) {
            try {
                FTPClient ready = client == null ? Clients.open(target) : client;
                client = ready;
                attempt(ready, item, course);
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
            course.again();
            Thread.sleep(wait);
            wait = wait.multipliedBy(2);
        }
    }

    /// The server did not take a file, or not as it is.
    private static final class Refused extends IOException {
        private final boolean permanent;

        private Refused(FTPClient client) {
            super(Clients.text(client));
            this.permanent = FTPReply.isNegativePermanent(client.getReplyCode());
        }

        private Refused(String text) {
            super(text);
            this.permanent = true;
        }
    }

    /// How far this session is with a file.
    private static final class Course {
        private final LongConsumer progress;
        private long told;

        /// Whether it began to send: what is there of the file may then be its own.
        private boolean begun;

        private Course(LongConsumer progress) {
            this.progress = progress;
        }

        private void tell(long bytes) {
            told += bytes;
            progress.accept(bytes);
        }

        /// What was told so far is told anew by the next attempt.
        private void again() {
            progress.accept(-told);
            told = 0;
        }
    }

    private void attempt(FTPClient client, Item item, Course course) throws IOException {
        String remote = join(target.folder(), item.remote());
        makeFolders(client, remote);
        long there = target.overwrite() ? -1 : size(client, remote);
        if (there == item.size() && !course.begun) {
            tally.skipped();
            course.tell(item.size());
        } else if (there < 0 || (course.begun && (there == 0 || target.ascii()))) {
            course.begun = true;
            store(client, item, remote, 0, Optional.empty(), course);
        } else {
            resume(client, item, remote, there, course);
        }
    }

    /// Sends the rest of a file of which a part may be there.
    private void resume(FTPClient client, Item item, String remote, long there, Course course)
            throws IOException {
        Optional<MessageDigest> part = Optional.empty();
        // All of it may be there and the reply be lost: an empty rest makes it count in any case.
        if (there <= item.size() && !target.ascii()) {
            MessageDigest local = digest(item, there);
            Optional<String> remotes = checksum(client, remote, there);
            boolean same = remotes.isPresent() ? isOf(remotes.get(), local) : course.begun;
            part = same ? Optional.of(local) : Optional.empty();
        }
        if (part.isEmpty()) {
            tally.kept(remote + ": another file is there already; it was kept, -o replaces it");
            course.tell(item.size());
            return;
        }
        course.begun = true;
        course.tell(there);
        store(client, item, remote, there, part, course);
    }

    /// @param part the digest of the bytes before the offset, if the whole is to be checked
    private void store(
            FTPClient client,
            Item item,
            String remote,
            long offset,
            Optional<MessageDigest> part,
            Course course)
            throws IOException {
        long left = item.size() - offset;
        if (left > ANNOUNCED && !target.ascii()) {
            client.sendCommand("ALLO", Long.toString(item.size()));
        }
        client.setRestartOffset(offset);
        int before = client.getSoTimeout();
        client.setSoTimeout(patience(item.size(), SLOWEST_DISK));
        try (InputStream in = item.content().open()) {
            in.skipNBytes(offset);
            InputStream source = part.isPresent() ? new DigestInputStream(in, part.get()) : in;
            if (!client.storeFile(remote, new Counted(source, course::tell))) {
                throw new Refused(client);
            }
        } finally {
            if (client.isConnected()) {
                client.setSoTimeout(before);
            }
        }
        Optional<String> told = checksumIn(Clients.text(client));
        if (part.isPresent() && told.isPresent() && !isOf(told.get(), part.get())) {
            throw new Refused(
                    "the server has other bytes than were sent; the file changed meanwhile, or"
                            + " somebody else wrote to it: send it again with -o");
        }
        tally.sent(left);
    }

    /// SHA-256 of an item's first bytes.
    private static MessageDigest digest(Item item, long length) throws IOException {
        MessageDigest digest = Checksum.newDigest();
        byte[] bytes = new byte[64 * 1024];
        try (InputStream in = item.content().open()) {
            for (long left = length; left > 0; ) {
                int count = in.read(bytes, 0, (int) Math.min(left, bytes.length));
                if (count < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
                digest.update(bytes, 0, count);
                left -= count;
            }
        }
        return digest;
    }

    /// What the server says of a file's bytes; nothing if it cannot say.
    private Optional<String> checksum(FTPClient client, String remote, long size)
            throws IOException {
        int before = client.getSoTimeout();
        client.setSoTimeout(patience(size, SLOWEST_CHECKSUM));
        try {
            return FTPReply.isPositiveCompletion(client.sendCommand("XSHA256", remote))
                    ? checksumIn(Clients.text(client))
                    : Optional.empty();
        } finally {
            client.setSoTimeout(before);
        }
    }

    /// How long to wait for the reply to a command that makes the server work through so many
    /// bytes.
    private int patience(long size, long slowest) {
        Duration most = target.timeout().plusSeconds(size / slowest);
        return Math.toIntExact(Math.min(most.toMillis(), Integer.MAX_VALUE));
    }

    private static Optional<String> checksumIn(String reply) {
        Matcher matcher = CHECKSUM.matcher(reply);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    private static boolean isOf(String told, MessageDigest digest) throws IOException {
        try {
            MessageDigest copy = (MessageDigest) digest.clone();
            return Checksum.ofDigest(copy.digest()).hex().equalsIgnoreCase(told);
        } catch (CloneNotSupportedException e) {
            throw new IOException("could not compare checksums with this Java", e);
        }
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

    /// Makes the folders above a file, once for all sessions: the others wait until they are there.
    private void makeFolders(FTPClient client, String remote) throws IOException {
        int end = remote.lastIndexOf('/');
        if (end <= 0 || folders.contains(remote.substring(0, end))) {
            return;
        }
        synchronized (folders) {
            for (int at = remote.indexOf('/', 1); at > 0; at = remote.indexOf('/', at + 1)) {
                String folder = remote.substring(0, at);
                if (!folders.contains(folder)) {
                    // Says no where it exists already, and then the upload shows whether it does.
                    client.makeDirectory(folder);
                    folders.add(folder);
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
