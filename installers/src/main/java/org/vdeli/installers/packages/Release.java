package org.vdeli.installers.packages;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What is released.
///
/// @param version as Debian and Red Hat compare it, such as `0.1.0` or
///   `0.1.0~20261125093000.gc1166bf` for what comes before it
/// @param time of the commit: every time stamp in a package
record Release(String version, Instant time) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    Release {
        if (!version.matches("[0-9][0-9A-Za-z.~+]*")) {
            throw new IllegalArgumentException("'" + version + "' is no version of a package");
        }
    }

    /// The release of a commit.
    ///
    /// @param projectVersion Maven's; `-SNAPSHOT` at its end means: before this version
    /// @param commit its short hash
    static Release of(String projectVersion, String commit, Instant time) {
        String end = "-SNAPSHOT";
        return new Release(
                projectVersion.endsWith(end)
                        ? projectVersion.substring(0, projectVersion.length() - end.length())
                                + "~"
                                + STAMP.format(time)
                                + ".g"
                                + commit
                        : projectVersion,
                time);
    }
}
