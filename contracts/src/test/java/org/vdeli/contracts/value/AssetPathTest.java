package org.vdeli.contracts.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AssetPathTest {
    @Test
    void foldersSpacesAndLettersOfAllScriptsAreKept() {
        AssetPath path = AssetPath.parse("acme/films/Série 1/видео 01.mp4");

        assertThat(path.publisher()).isEqualTo("acme");
        assertThat(path.project()).isEqualTo("films");
        assertThat(path.file()).isEqualTo("Série 1/видео 01.mp4");
        assertThat(path.fileName()).isEqualTo("видео 01.mp4");
        assertThat(path.fileParts()).containsExactly("Série 1", "видео 01.mp4");
        assertThat(path).hasToString("acme/films/Série 1/видео 01.mp4");
    }

    @Test
    void tellsTheFoldersThatItStandsIn() {
        AssetPath path = AssetPath.parse("acme/films/a/b/c.mp4");

        assertThat(path.folders())
                .containsExactly(
                        AssetPath.parse("acme/films/a"), AssetPath.parse("acme/films/a/b"));
        assertThat(path.folders()).allMatch(folder -> folder.isFolderOf(path));
        assertThat(AssetPath.parse("acme/films/c.mp4").folders()).isEmpty();
        assertThat(AssetPath.parse("acme/films/a/b/c").isFolderOf(path)).isFalse();
        assertThat(AssetPath.parse("acme/other/a").isFolderOf(path)).isFalse();
        assertThat(path.isFolderOf(path)).isFalse();
    }

    @Test
    void decomposedLettersAreComposed() {
        assertThat(AssetPath.of("acme", "films", "Se\u0301rie.mp4").file())
                .isEqualTo("S\u00e9rie.mp4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    acme                        | a path must be publisher/project/file, not 'acme'
                    acme/films                  | a path must be publisher/project/file, not 'acme/films'
                    acme/films/                 | a path must have no empty part: ''
                    acme/films/a//b.mp4         | a path must have no empty part: 'a//b.mp4'
                    acme/films/../x.mp4         | no part of a path may begin with a dot: '../x.mp4'
                    acme/films/a/./x.mp4        | no part of a path may begin with a dot: 'a/./x.mp4'
                    acme/films/.vdeli/x         | no part of a path may begin with a dot: '.vdeli/x'
                    acme/films/a\\b.mp4         | a path must not hold the character U+005C: 'a\\b.mp4'
                    """)
    void whatCouldLeaveTheFolderIsRefused(String text, String reason) {
        assertThatThrownBy(() -> AssetPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource({"0000", "0007", "000A", "000D", "007F", "0085", "2028", "202E", "FEFF"})
    void controlAndFormatCharactersAreRefused(String hex) {
        String file = "a" + (char) Integer.parseInt(hex, 16) + ".mp4";
        assertThatThrownBy(() -> AssetPath.of("acme", "films", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+" + hex);
    }

    @ParameterizedTest
    @CsvSource({"/acme", ".acme", "-acme", "acmé", "'ac me'", "''", ".."})
    void aPublishersNameIsPlain(String name) {
        assertThatThrownBy(() -> new AssetPath(name, "films", "x.mp4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a publisher's name must be");
    }

    @Test
    void lengthsAreBounded() {
        assertThat(AssetPath.of("a", "b", "x".repeat(255)).file()).hasSize(255);
        assertThatThrownBy(() -> AssetPath.of("a", "b", "x".repeat(256)))
                .hasMessageContaining("at most 255 bytes");
        assertThatThrownBy(() -> AssetPath.of("a", "b", "é".repeat(128)))
                .hasMessageContaining("at most 255 bytes");
        assertThatThrownBy(() -> AssetPath.of("a", "b", ("x".repeat(200) + "/").repeat(5) + "x"))
                .hasMessageContaining("at most 1000 bytes");
        assertThatThrownBy(() -> AssetPath.of("a", "b", "x/".repeat(32) + "x"))
                .hasMessageContaining("at most 32 parts");
    }

    /// Whatever a network sends: either it is refused, or its place is inside the folder.
    @Property(tries = 2000)
    void anyTextIsRefusedOrStaysBelowTheFolder(@ForAll String text) {
        Path folder = Path.of("/srv/www");
        try {
            Path place = AssetPath.of("acme", "films", text).below(folder);
            assertThat((Object) place.normalize()).isEqualTo(place);
            assertThat(place.startsWith(folder.resolve("acme/films"))).isTrue();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("path");
        }
    }
}
