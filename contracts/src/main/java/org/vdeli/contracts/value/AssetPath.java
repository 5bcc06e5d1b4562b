package org.vdeli.contracts.value;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Where an asset stands: `publisher/project/folders/file`, case-sensitive, relative, with `/`.
///
/// A path that exists is safe to append to a folder: no part is empty, `.` or `..`, none begins
/// with a dot (such names are kept for vdeli's own files), none holds a control character, a slash
/// or a backslash, and all text is in Unicode form NFC.
///
/// @param publisher 1 to 63 ASCII letters, digits, `.`, `_` or `-`, the first a letter or digit
/// @param project as publisher
/// @param file folders and name below the project: at most 32 parts, each at most 255 bytes of
///   UTF-8, at most 1000 bytes in all
public record AssetPath(String publisher, String project, String file) {
    public static final int MAX_PARTS = 32;
    public static final int MAX_PART_BYTES = 255;
    public static final int MAX_FILE_BYTES = 1000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public AssetPath {
        requireName("publisher", publisher);
        requireName("project", project);
        requireFile(file);
    }

    /// Reads `publisher/project/file`, normalising the file's text to NFC first.
    ///
    /// @throws IllegalArgumentException naming the part and the rule that it breaks
    public static AssetPath parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException(
                    "a path must be publisher/project/file, not " + shown(text));
        }
        return of(parts[0], parts[1], parts[2]);
    }

    /// The path of these parts, the file's text normalised to NFC.
    ///
    /// @throws IllegalArgumentException naming the part and the rule that it breaks
    public static AssetPath of(String publisher, String project, String file) {
        return new AssetPath(publisher, project, Normalizer.normalize(file, Normalizer.Form.NFC));
    }

    /// Whether a text can name a publisher or a project.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// The name without its folders.
    public String fileName() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /// The file's folders and name, one by one.
    public List<String> fileParts() {
        return List.of(file.split("/", -1));
    }

    /// The folders below the project that the file is in, outermost first. Where one of them is an
    /// asset itself, this one cannot stand beside it.
    public List<AssetPath> folders() {
        List<AssetPath> folders = new ArrayList<>();
        for (int end = file.indexOf('/'); end >= 0; end = file.indexOf('/', end + 1)) {
            folders.add(new AssetPath(publisher, project, file.substring(0, end)));
        }
        return List.copyOf(folders);
    }

    /// Whether the other path needs this one to be a folder.
    public boolean isFolderOf(AssetPath other) {
        return publisher.equals(other.publisher)
                && project.equals(other.project)
                && other.file.startsWith(file + "/");
    }

    /// The place of this asset below a folder. It never leaves the folder.
    public Path below(Path folder) {
        return folder.resolve(publisher).resolve(project).resolve(file);
    }

    @Override
    public String toString() {
        return publisher + "/" + project + "/" + file;
    }

    private static void requireName(String what, String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException(
                    "a "
                            + what
                            + "'s name must be 1 to 63 letters, digits, '.', '_' or '-', the first"
                            + " a letter or digit, not "
                            + shown(text));
        }
    }

    private static void requireFile(String file) {
        if (file.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    "a path must have at most " + MAX_FILE_BYTES + " bytes: " + shown(file));
        }
        if (!Normalizer.isNormalized(file, Normalizer.Form.NFC)) {
            throw new IllegalArgumentException(
                    "a path must be in Unicode form NFC: " + shown(file));
        }
        String[] parts = file.split("/", -1);
        if (parts.length > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "a path must have at most " + MAX_PARTS + " parts: " + shown(file));
        }
        for (String part : parts) {
            requirePart(part, file);
        }
    }

    private static void requirePart(String part, String file) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException("a path must have no empty part: " + shown(file));
        }
        if (part.startsWith(".")) {
            throw new IllegalArgumentException(
                    "no part of a path may begin with a dot: " + shown(file));
        }
        if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
            throw new IllegalArgumentException(
                    "a part of a path must have at most "
                            + MAX_PART_BYTES
                            + " bytes: "
                            + shown(part));
        }
        part.codePoints()
                .filter(AssetPath::isForbidden)
                .findFirst()
                .ifPresent(c -> {
                    throw new IllegalArgumentException(
                            String.format(
                                    "a path must not hold the character U+%04X: %s",
                                    c, shown(file)));
                });
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    true;
            default -> codePoint == '\\';
        };
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (clean.length() <= 80 ? clean : clean.substring(0, 80) + "...") + "'";
    }
}
