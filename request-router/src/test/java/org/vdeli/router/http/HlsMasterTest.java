package org.vdeli.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class HlsMasterTest {
    private static final String MASTER =
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-CONTENT-STEERING:SERVER-URI="https://old/"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",DEFAULT=YES,URI="audio/en.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=1280000,CODECS="avc1.4d401f,mp4a.40.2",AUDIO="aac"
            low/index.m3u8
            #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI="low/iframe.m3u8"
            """;

    @Test
    void givesEachEdgeAPathwayWithItsOwnGroups() {
        String text =
                HlsMaster.rewrite(
                        MASTER,
                        List.of(
                                new HlsMaster.Pathway(
                                        "one", URI.create("http://e1:80/a/b/film/master.m3u8")),
                                new HlsMaster.Pathway(
                                        "two", URI.create("http://e2:80/a/b/film/master.m3u8"))),
                        "/_steering/a/b/film/master.m3u8?pathways=one,two");
        assertThat(text)
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-CONTENT-STEERING:SERVER-URI="/_steering/a/b/film/master.m3u8?pathways=one,two",PATHWAY-ID="one"
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac-one",NAME="English",DEFAULT=YES,URI="http://e1:80/a/b/film/audio/en.m3u8"
                        #EXT-X-STREAM-INF:BANDWIDTH=1280000,CODECS="avc1.4d401f,mp4a.40.2",AUDIO="aac-one",PATHWAY-ID="one"
                        http://e1:80/a/b/film/low/index.m3u8
                        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI="http://e1:80/a/b/film/low/iframe.m3u8",PATHWAY-ID="one"
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac-two",NAME="English",DEFAULT=YES,URI="http://e2:80/a/b/film/audio/en.m3u8"
                        #EXT-X-STREAM-INF:BANDWIDTH=1280000,CODECS="avc1.4d401f,mp4a.40.2",AUDIO="aac-two",PATHWAY-ID="two"
                        http://e2:80/a/b/film/low/index.m3u8
                        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI="http://e2:80/a/b/film/low/iframe.m3u8",PATHWAY-ID="two"
                        """);
    }

    @Test
    void knowsAMasterFromAMediaPlaylist() {
        assertThat(HlsMaster.isMaster(MASTER)).isTrue();
        assertThat(HlsMaster.isMaster("#EXTM3U\n#EXTINF:6,\n1.ts\n")).isFalse();
        assertThat(HlsMaster.isMaster("<html>")).isFalse();
    }
}
