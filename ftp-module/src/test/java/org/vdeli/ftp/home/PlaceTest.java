package org.vdeli.ftp.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.value.AssetPath;

class PlaceTest {
    private static final FtpAccount ANNA =
            new FtpAccount(
                    new PublisherId(1),
                    "anna",
                    List.of("default", "films"),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static Place resolve(String text) throws PathRefused {
        return Place.resolve(ANNA, List.of("films", "new"), text);
    }

    @Test
    void findsPlacesFromTheCurrentFolderAndFromTheRoot() throws PathRefused {
        assertThat(resolve("/")).isEqualTo(new Place.Root());
        assertThat(resolve("../..")).isEqualTo(new Place.Root());
        assertThat(resolve("..")).isEqualTo(new Place.Project("films"));
        assertThat(resolve("a.mp4"))
                .isEqualTo(new Place.Inside(AssetPath.of("anna", "films", "new/a.mp4")));
        assertThat(resolve("/default/./x/../a.mp4"))
                .isEqualTo(new Place.Inside(AssetPath.of("anna", "default", "a.mp4")));
        assertThat(resolve("/.vdeli/status.txt")).isEqualTo(new Place.StatusFile());
    }

    @Test
    void bringsDecomposedLettersIntoOneForm() throws PathRefused {
        assertThat(resolve("/films/u\u0308.mp4")).isEqualTo(resolve("/films/\u00fc.mp4"));
    }

    @Test
    void saysWhichRuleAPathBreaks() {
        assertThatThrownBy(() -> resolve("../../../etc/passwd"))
                .hasMessage("'..' leads out of your home: '../../../etc/passwd'");
        assertThatThrownBy(() -> resolve("/Films/a.mp4"))
                .hasMessage(
                        "there is no project 'Films'; a file goes to /project/file, and your"
                                + " projects are default, films (capital letters count)");
        assertThatThrownBy(() -> resolve("/films/.ssh/keys"))
                .hasMessage("no part of a path may begin with a dot: '.ssh/keys'");
    }
}
