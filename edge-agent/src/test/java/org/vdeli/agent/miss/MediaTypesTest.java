package org.vdeli.agent.miss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MediaTypesTest {
    @Test
    void readsNginxsTable() {
        MediaTypes types =
                MediaTypes.parse(
                        """
                        types {
                            # of the web
                            text/html    html htm;
                            video/mp4
                                         mp4;
                        }
                        """);
        assertThat(types.of("a.MP4")).isEqualTo("video/mp4");
        assertThat(types.of("a.b.htm")).isEqualTo("text/html");
        assertThat(types.of("a.other")).isEqualTo("application/octet-stream");
        assertThat(types.of("mp4")).isEqualTo("application/octet-stream");
    }

    @Test
    void knowsWhatTheInstalledNginxKnows() {
        MediaTypes types = MediaTypes.of(Path.of("/etc/nginx/mime.types"));
        assertThat(types.of("film.mp4")).isEqualTo("video/mp4");
        assertThat(types.of("master.m3u8")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(MediaTypes.of(Path.of("/none")).of("film.mp4"))
                .isEqualTo("application/octet-stream");
    }
}
