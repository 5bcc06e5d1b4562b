package org.vdeli.manager.publisher;

import org.vdeli.contracts.value.AssetPath;

/// The folder that a publisher's FTP session starts in: `project` or `project/folders`, with or
/// without a slash in front.
final class FtpHome {
    static final String RULE =
            "must be a project's name, perhaps with folders below it, such as default/trailers";

    private FtpHome() {}

    static boolean isValid(String home) {
        String relative = home.startsWith("/") ? home.substring(1) : home;
        if (relative.isEmpty()) {
            return true;
        }
        try {
            return !AssetPath.parse("publisher/" + relative + "/file").file().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
