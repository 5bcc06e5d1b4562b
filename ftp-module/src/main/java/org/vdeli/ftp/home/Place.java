package org.vdeli.ftp.home;

import java.util.ArrayList;
import java.util.List;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.value.AssetPath;

/// A place in what a publisher sees, whether or not something is there.
public sealed interface Place {
    /// Name of the folder in which vdeli speaks to the publisher.
    String STATUS_FOLDER = ".vdeli";

    /// Name of the list of recent uploads in it.
    String STATUS_FILE = "status.txt";

    /// The home itself: one folder per project.
    record Root() implements Place {}

    /// The folder `/.vdeli`.
    record StatusFolder() implements Place {}

    /// The file `/.vdeli/status.txt`.
    record StatusFile() implements Place {}

    /// The folder of a project.
    record Project(String name) implements Place {}

    /// A file or folder inside a project.
    record Inside(AssetPath path) implements Place {}

    /// Finds the place that a publisher means.
    ///
    /// @param account whose home it is
    /// @param folder the parts of the current folder
    /// @param text as typed, absolute or relative to the folder
    /// @throws PathRefused naming the rule that the path breaks
    static Place resolve(FtpAccount account, List<String> folder, String text) throws PathRefused {
        List<String> parts = parts(folder, text);
        if (parts.isEmpty()) {
            return new Root();
        }
        String first = parts.getFirst();
        if (first.equals(STATUS_FOLDER)) {
            return statusPlace(parts);
        }
        if (!account.projects().contains(first)) {
            throw new PathRefused(
                    "there is no project "
                            + shown(first)
                            + "; a file goes to /project/file, and your projects are "
                            + String.join(", ", account.projects())
                            + " (capital letters count)");
        }
        if (parts.size() == 1) {
            return new Project(first);
        }
        try {
            String file = String.join("/", parts.subList(1, parts.size()));
            return new Inside(AssetPath.of(account.name(), first, file));
        } catch (IllegalArgumentException e) {
            throw new PathRefused(String.valueOf(e.getMessage()));
        }
    }

    /// The parts of a path after `.` and `..` are worked off.
    ///
    /// @throws PathRefused if `..` leads out of the home
    static List<String> parts(List<String> folder, String text) throws PathRefused {
        List<String> parts = new ArrayList<>(text.startsWith("/") ? List.of() : folder);
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    throw new PathRefused("'..' leads out of your home: " + shown(text));
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static Place statusPlace(List<String> parts) throws PathRefused {
        if (parts.size() == 1) {
            return new StatusFolder();
        }
        if (parts.size() == 2 && parts.get(1).equals(STATUS_FILE)) {
            return new StatusFile();
        }
        throw new PathRefused("the folder .vdeli holds nothing but " + STATUS_FILE);
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (clean.length() <= 80 ? clean : clean.substring(0, 80) + "...") + "'";
    }
}
