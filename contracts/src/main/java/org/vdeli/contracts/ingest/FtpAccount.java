package org.vdeli.contracts.ingest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vdeli.contracts.id.PublisherId;

/// What an FTP node needs to know of a publisher who logged in.
///
/// @param publisher who
/// @param name the publisher's name, first part of all paths
/// @param projects names of the projects that exist, the top folders of the home
/// @param permissions what the publisher may do
/// @param welcome text after login, if other than the server's own
/// @param farewell text at QUIT, if other than the server's own
/// @param home folder below the projects' root that the session starts in, if not the root
public record FtpAccount(
        PublisherId publisher,
        String name,
        List<String> projects,
        Set<Permission> permissions,
        Optional<String> welcome,
        Optional<String> farewell,
        Optional<String> home) {
    public FtpAccount {
        projects = List.copyOf(projects);
        permissions = Set.copyOf(permissions);
    }

    /// One right of a session, with the letter that names it in settings.
    public enum Permission {
        CHANGE_FOLDER('e'),
        LIST('l'),
        RETRIEVE('r'),
        APPEND('a'),
        DELETE('d'),
        RENAME('f'),
        MAKE_FOLDER('m'),
        WRITE('w');

        private final char letter;

        Permission(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }
}
