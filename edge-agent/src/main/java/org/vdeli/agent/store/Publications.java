package org.vdeli.agent.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.contracts.value.InventoryDigest;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// What this server has published: a log on disk, and nginx's folder made from it.
///
/// The log changes first, the folder after it; [#recover] makes the folder agree with the log after
/// a crash. A file appears under its name in one step (hard link under another name, then rename),
/// so a viewer gets the old version or the new one and never a mixture. Safe for use by several
/// threads; every change is short.
public final class Publications {
    private static final Logger LOG = LoggerFactory.getLogger(Publications.class);

    /// What [#publish] came to.
    public enum Published {
        DONE,
        /// A higher version of the path is published.
        SUPERSEDED,
        /// The content is not in the store (any more).
        NO_CONTENT,
        /// Another published asset has a folder where this one has its file, or the reverse.
        IN_THE_WAY
    }

    /// An asset that is published no longer, because its content was not there.
    ///
    /// @param truncated the content had another size; else it was gone
    public record Dropped(Inventory.Entry entry, boolean truncated) {}

    /// What the store holds for one or several published assets.
    public record Content(Checksum checksum, ByteCount size) {}

    private final KeyedLog log;
    private final ContentStore content;
    private final Path www;
    private final Path staging;
    private final Codec codec;
    private final Map<AssetPath, Inventory.Entry> entries = new HashMap<>();
    private final Map<AssetId, Inventory.Entry> byAsset = new HashMap<>();
    private final Map<Checksum, List<Inventory.Entry>> byContent = new HashMap<>();
    private InventoryDigest digest = InventoryDigest.EMPTY;
    private long stored;
    private long kept;

    /// Puts it together; nothing begins yet.
    ///
    /// @param www nginx's root
    /// @param staging a folder on the same file system for links on their way
    public Publications(KeyedLog log, ContentStore content, Path www, Path staging, Codec codec)
            throws IOException {
        this.log = log;
        this.content = content;
        this.www = www;
        this.staging = staging;
        this.codec = codec;
        Files.createDirectories(www);
        Files.createDirectories(staging);
        log.entries()
                .forEach((path, json) -> {
                    try {
                        add(codec.read(json, Inventory.Entry.class));
                    } catch (MalformedBodyException e) {
                        // A newer agent wrote it. It stays in the log; the manager sees by the
                        // digest that it is not published.
                        LOG.error(
                                "could not read what is published, left it out path={} cause={}",
                                path,
                                e.getMessage());
                    }
                });
    }

    /// Makes nginx's folder and the content store agree with the log; to be called once, before
    /// anything else changes. An entry whose content is gone, or that cannot be linked, is dropped
    /// (the manager sees it by the digest and repairs it).
    ///
    /// @return what was dropped because its content was not there
    public synchronized List<Dropped> recover() throws IOException {
        clear(staging);
        int strangers = removeStrangers();
        List<Dropped> gone = new ArrayList<>();
        int dropped = 0;
        int linked = 0;
        for (Inventory.Entry entry : entries()) {
            if (!content.holds(entry.checksum(), entry.size())) {
                gone.add(new Dropped(entry, Files.exists(content.place(entry.checksum()))));
                forget(entry);
                dropped++;
            } else if (!isLinked(entry)) {
                try {
                    link(entry);
                    linked++;
                } catch (IOException e) {
                    LOG.error(
                            "could not publish what the log holds, dropped it asset={} path={}"
                                    + " cause={}",
                            entry.asset(),
                            entry.path(),
                            e.toString());
                    forget(entry);
                    dropped++;
                }
            }
        }
        Set<String> wanted =
                entries.values().stream()
                        .map(entry -> entry.checksum().hex())
                        .collect(Collectors.toSet());
        int orphans = content.keepOnly(wanted::contains);
        LOG.info(
                "checked what is published assets={} dropped={} linked={} strangers={} orphans={}",
                entries.size(),
                dropped,
                linked,
                strangers,
                orphans);
        return gone;
    }

    /// Makes the folder agree with the log for one asset, if it is still published: links it again,
    /// or drops it if its content is not there in its full size.
    ///
    /// @return what was dropped
    public synchronized Optional<Dropped> mend(Inventory.Entry entry) throws IOException {
        if (!entry.equals(entries.get(entry.path()))) {
            return Optional.empty();
        }
        if (content.holds(entry.checksum(), entry.size())) {
            if (!isLinked(entry)) {
                LOG.warn(
                        "linked a published asset again asset={} path={}",
                        entry.asset(),
                        entry.path());
                link(entry);
            }
            return Optional.empty();
        }
        boolean truncated = Files.exists(content.place(entry.checksum()));
        forget(entry);
        removeUnreferenced(entry.checksum());
        return Optional.of(new Dropped(entry, truncated));
    }

    /// Removes what stands in nginx's folder and is not published, and content that nothing
    /// published needs and that has rested for a while (what a fill has just brought is not
    /// published yet).
    ///
    /// @return how many files went
    public int sweep(Duration rested, Instant now) throws IOException {
        int removed = 0;
        for (Path stranger : strangers()) {
            removed += removeIfStranger(stranger) ? 1 : 0;
        }
        for (Path orphan : content.restedSince(now.minus(rested))) {
            removed += removeIfOrphan(orphan) ? 1 : 0;
        }
        return removed;
    }

    private synchronized boolean removeIfStranger(Path file) throws IOException {
        if (entries.keySet().stream().anyMatch(path -> served(path).equals(file))) {
            return false;
        }
        boolean removed = Files.deleteIfExists(file);
        DurableFiles.removeEmptyFolders(DurableFiles.parentOf(file), www);
        return removed;
    }

    private synchronized boolean removeIfOrphan(Path file) throws IOException {
        String name = ContentStore.contentOf(file);
        return byContent.keySet().stream().noneMatch(sum -> sum.hex().equals(name))
                && Files.deleteIfExists(file);
    }

    /// Publishes an asset whose content is in the store.
    public synchronized Published publish(Inventory.Entry entry) throws IOException {
        Inventory.@Nullable Entry present = entries.get(entry.path());
        if (present != null && present.version() > entry.version()) {
            return Published.SUPERSEDED;
        }
        if (!content.holds(entry.checksum(), entry.size())) {
            return Published.NO_CONTENT;
        }
        if (entry.equals(present) && isLinked(entry)) {
            return Published.DONE;
        }
        if (inTheWayOf(entry.path()).isPresent()) {
            return Published.IN_THE_WAY;
        }
        Files.createDirectories(DurableFiles.parentOf(entry.path().below(www)));
        log.put(entry.path().toString(), codec.write(entry));
        take(present);
        add(entry);
        try {
            link(entry);
        } catch (IOException e) {
            rollBack(entry, present, e);
            throw e;
        }
        if (present != null) {
            removeUnreferenced(present.checksum());
        }
        return Published.DONE;
    }

    /// The published asset that a path cannot stand beside: a file where the path has a folder, or
    /// one below the path.
    public synchronized Optional<AssetPath> inTheWayOf(AssetPath path) {
        Optional<AssetPath> above =
                path.folders().stream().filter(entries::containsKey).findFirst();
        if (above.isPresent() || !Files.isDirectory(served(path))) {
            return above;
        }
        return entries.keySet().stream().filter(path::isFolderOf).findFirst();
    }

    /// Log and folder are as before an entry that could not be linked.
    private void rollBack(
            Inventory.Entry entry, Inventory.@Nullable Entry present, IOException cause) {
        try {
            if (present == null) {
                forget(entry);
                return;
            }
            log.put(present.path().toString(), codec.write(present));
            take(entry);
            add(present);
            if (!isLinked(present)) {
                link(present);
            }
        } catch (IOException e) {
            // The next start makes the folder agree with the log.
            cause.addSuppressed(e);
        }
    }

    /// Withdraws one asset and deletes its content if nothing else needs it. Another asset at the
    /// same path stays.
    ///
    /// @return whether it was there
    public synchronized boolean withdraw(AssetId asset, AssetPath path) throws IOException {
        Inventory.@Nullable Entry present = entries.get(path);
        if (present == null || !present.asset().equals(asset)) {
            return false;
        }
        forget(present);
        removeUnreferenced(present.checksum());
        return true;
    }

    /// Withdraws everything that has this content, which turned out to be damaged or shall make
    /// room.
    ///
    /// @return what was withdrawn
    public synchronized List<Inventory.Entry> withdrawContent(Checksum checksum)
            throws IOException {
        List<Inventory.Entry> withdrawn = withContent(checksum);
        for (Inventory.Entry entry : withdrawn) {
            forget(entry);
        }
        content.remove(checksum);
        return withdrawn;
    }

    /// Removes content that nothing published needs.
    public synchronized void removeUnreferenced(Checksum checksum) throws IOException {
        if (!byContent.containsKey(checksum)) {
            content.remove(checksum);
        }
    }

    /// The published assets that have this content.
    public synchronized List<Inventory.Entry> withContent(Checksum checksum) {
        return List.copyOf(byContent.getOrDefault(checksum, List.of()));
    }

    /// What the store holds for published assets.
    public synchronized List<Content> contents() {
        return byContent.values().stream().map(Publications::contentOf).toList();
    }

    /// The content that comes after another one in the order of the checksums; after none, the
    /// first.
    public synchronized Optional<Content> contentAfter(Optional<Checksum> last) {
        Checksum next = null;
        for (Checksum checksum : byContent.keySet()) {
            boolean isLater = last.isEmpty() || checksum.hex().compareTo(last.get().hex()) > 0;
            if (isLater && (next == null || checksum.hex().compareTo(next.hex()) < 0)) {
                next = checksum;
            }
        }
        return Optional.ofNullable(next).map(byContent::get).map(Publications::contentOf);
    }

    private static Content contentOf(List<Inventory.Entry> sharing) {
        return new Content(sharing.getFirst().checksum(), sharing.getFirst().size());
    }

    public synchronized Optional<Inventory.Entry> at(AssetPath path) {
        return Optional.ofNullable(entries.get(path));
    }

    /// An asset that is published.
    public synchronized Optional<Inventory.Entry> of(AssetId asset) {
        return Optional.ofNullable(byAsset.get(asset));
    }

    public synchronized List<Inventory.Entry> entries() {
        return List.copyOf(entries.values());
    }

    public synchronized InventoryDigest digest() {
        return digest;
    }

    /// Bytes of all published assets; content that several share counts for each.
    public synchronized ByteCount stored() {
        return ByteCount.of(stored);
    }

    /// Bytes that the store holds for published assets; content that several share counts once.
    public synchronized ByteCount kept() {
        return ByteCount.of(kept);
    }

    /// Where nginx finds an asset.
    public Path served(AssetPath path) {
        return path.below(www);
    }

    private void add(Inventory.Entry entry) {
        entries.put(entry.path(), entry);
        byAsset.put(entry.asset(), entry);
        List<Inventory.Entry> sharing =
                byContent.computeIfAbsent(entry.checksum(), _ -> new ArrayList<>());
        kept += sharing.isEmpty() ? entry.size().bytes() : 0;
        sharing.add(entry);
        digest = digest.plus(entry.asset(), entry.path(), entry.checksum());
        stored += entry.size().bytes();
    }

    private void take(Inventory.@Nullable Entry entry) {
        if (entry != null) {
            entries.remove(entry.path());
            byAsset.remove(entry.asset(), entry);
            List<Inventory.Entry> sharing =
                    byContent.getOrDefault(entry.checksum(), new ArrayList<>());
            sharing.remove(entry);
            if (sharing.isEmpty() && byContent.remove(entry.checksum()) != null) {
                kept -= entry.size().bytes();
            }
            digest = digest.minus(entry.asset(), entry.path(), entry.checksum());
            stored -= entry.size().bytes();
        }
    }

    private void forget(Inventory.Entry entry) throws IOException {
        log.remove(entry.path().toString());
        take(entry);
        Path file = served(entry.path());
        // A folder there is another asset's.
        if (Files.isRegularFile(file)) {
            Files.deleteIfExists(file);
        }
        DurableFiles.removeEmptyFolders(DurableFiles.parentOf(file), www);
    }

    private boolean isLinked(Inventory.Entry entry) {
        try {
            return Files.isSameFile(served(entry.path()), content.place(entry.checksum()));
        } catch (IOException _) {
            return false;
        }
    }

    private void link(Inventory.Entry entry) throws IOException {
        Path file = served(entry.path());
        Files.createDirectories(DurableFiles.parentOf(file));
        DurableFiles.removeIfEmptyFolder(file);
        Path link = staging.resolve(entry.asset().toString());
        Files.deleteIfExists(link);
        Files.createLink(link, content.place(entry.checksum()));
        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // A rename onto another name of the same content does nothing and leaves the link.
        Files.deleteIfExists(link);
        DurableFiles.syncFolder(DurableFiles.parentOf(file));
    }

    private int removeStrangers() throws IOException {
        List<Path> strangers = strangers();
        for (Path stranger : strangers) {
            Files.deleteIfExists(stranger);
            DurableFiles.removeEmptyFolders(DurableFiles.parentOf(stranger), www);
        }
        return strangers.size();
    }

    private List<Path> strangers() throws IOException {
        Set<Path> known =
                entries().stream().map(entry -> served(entry.path())).collect(Collectors.toSet());
        List<Path> strangers = new ArrayList<>();
        Files.walkFileTree(
                www,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (!known.contains(file)) {
                            strangers.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException cause)
                            throws IOException {
                        if (cause instanceof NoSuchFileException) {
                            // withdrawn meanwhile
                            return FileVisitResult.CONTINUE;
                        }
                        throw cause;
                    }
                });
        return strangers;
    }

    private static void clear(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    Files.delete(file);
                } catch (NoSuchFileException _) {
                    // gone is what was wanted
                }
            }
        }
    }
}
