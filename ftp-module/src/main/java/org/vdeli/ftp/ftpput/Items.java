package org.vdeli.ftp.ftpput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vdeli.contracts.value.ByteCount;

/// Finds what is to be sent.
final class Items {
    private static final Pattern LOAD = Pattern.compile("(\\d{1,7})x(.+)");

    private Items() {}

    /// The files, and all files in the folders, below the folder's own name.
    ///
    /// @throws IOException naming what cannot be read
    static List<Item> ofFiles(List<Path> locals) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Path local : locals) {
            Path whole = local.toAbsolutePath().normalize();
            if (Files.isDirectory(whole)) {
                addFolder(items, whole);
            } else if (Files.isRegularFile(whole) && Files.isReadable(whole)) {
                items.add(Item.ofFile(String.valueOf(whole.getFileName()), whole));
            } else {
                throw new IOException("could not read " + local + ": no such file or folder");
            }
        }
        return items;
    }

    private static void addFolder(List<Item> items, Path folder) throws IOException {
        Path above = folder.getParent() == null ? folder : folder.getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                items.add(Item.ofFile(above.relativize(file).toString(), file));
            }
        } catch (UncheckedIOException e) {
            throw new IOException("could not read the folder " + folder + ": " + e.getCause(), e);
        }
    }

    /// Generated load from `COUNTxSIZE`, such as `5000x16kB`.
    ///
    /// @throws IllegalArgumentException on any other text
    static List<Item> generated(String text) {
        Matcher matcher = LOAD.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a load is COUNTxSIZE, such as 5000x16kB, not " + text);
        }
        int count = Integer.parseInt(matcher.group(1));
        long size = ByteCount.parse(matcher.group(2)).bytes();
        List<Item> items = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            items.add(Item.generated(String.format(Locale.ROOT, "generated-%07d.bin", i), size));
        }
        return items;
    }

    /// The same list several times, each in a folder of its own.
    static List<Item> repeated(List<Item> items, int times) {
        if (times == 1) {
            return items;
        }
        List<Item> all = new ArrayList<>();
        for (int run = 1; run <= times; run++) {
            for (Item item : items) {
                all.add(new Item("run-" + run + "/" + item.remote(), item.size(), item.content()));
            }
        }
        return all;
    }
}
