package org.vdeli.agent.miss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.value.AssetPath;

class RequestHeadTest {
    private static RequestHead get(String target, String... headers) {
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.0\r\nHost: edge");
        for (String header : headers) {
            head.append("\r\n").append(header);
        }
        return RequestHead.parse(head.toString()).orElseThrow();
    }

    @Test
    void readsThePathAsThePublisherNamedIt() {
        assertThat(get("/acme/films/%C3%9Cbung%201/a+b%20%26%20c%232.mp4?start=3").path())
                .contains(AssetPath.parse("acme/films/Übung 1/a+b & c#2.mp4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/acme",
                "/acme/films",
                "/acme/films/",
                "/acme/films/../../../etc/passwd",
                "/acme/films/%2e%2e/%2e%2e/etc/passwd",
                "/acme/films/..%2f..%2fetc%2fpasswd",
                "/acme/films/.hidden",
                "/acme/films/a%00.mp4",
                "/acme/films/a%0d%0aX-Header:%20b.mp4",
                "/acme/films/a%5cb.mp4",
                "/acme/films/%ff%fe.mp4",
                "/acme/films/%zz.mp4",
                "/acme/films/a%2",
                "//acme/films/a.mp4",
                "/acme//films/a.mp4",
                "/acme/films/\u202ea.mp4",
            })
    void noAssetHasAHostilePath(String target) {
        assertThat(get(target).path()).isEmpty();
    }

    @Test
    void aPathThatIsTooLongIsNoPath() {
        assertThat(get("/acme/films/" + "a".repeat(256) + ".mp4").path()).isEmpty();
        assertThat(get("/acme/films/" + "a/".repeat(600) + "a.mp4").path()).isEmpty();
    }

    @Test
    void whatIsNoRequestIsNone() {
        assertThat(RequestHead.parse("")).isEmpty();
        assertThat(RequestHead.parse("GET acme HTTP/1.1")).isEmpty();
        assertThat(RequestHead.parse("GET /a b HTTP/1.1")).isEmpty();
        assertThat(RequestHead.parse("GET /a HTTP/2.0")).isEmpty();
    }

    private static Optional<RequestHead.Part> part(String range, long size) {
        return get("/acme/films/a.mp4", "Range: " + range).part(size);
    }

    @Test
    void readsOneRange() {
        assertThat(part("bytes=0-99", 1000)).contains(new RequestHead.Part(0, 100));
        assertThat(part("bytes=100-", 1000)).contains(new RequestHead.Part(100, 1000));
        assertThat(part("bytes=900-4000", 1000)).contains(new RequestHead.Part(900, 1000));
        assertThat(part("bytes=-100", 1000)).contains(new RequestHead.Part(900, 1000));
        assertThat(part("bytes=-4000", 1000)).contains(new RequestHead.Part(0, 1000));
    }

    @Test
    void aRangeBeyondTheEndIsEmpty() {
        assertThat(part("bytes=1000-", 1000)).isEmpty();
        assertThat(part("bytes=-0", 1000)).isEmpty();
        assertThat(part("bytes=0-", 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=5-2",
                "bytes=0-1,5-9",
                "bytes=",
                "bytes=-",
                "items=0-1",
                "bytes=0-1x",
                "",
                "bytes=99999999999999999999-"
            })
    void whatIsNoSingleRangeIsTheWholeFile(String range) {
        assertThat(part(range, 1000)).contains(new RequestHead.Part(0, 1000));
    }
}
