package org.vdeli.console.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.console.link.SseReader.Frame;

final class SseReaderTest {
    @Test
    void readsEventsWithIdTypeAndData() throws IOException {
        assertThat(frames("id: 7\nevent: change\ndata: {\"a\":1}\n\n"))
                .containsExactly(new Frame.Message(Optional.of("7"), "change", "{\"a\":1}"));
    }

    @Test
    void joinsDataLinesAndKeepsColonsInThem() throws IOException {
        assertThat(frames("data: one: 1\ndata:two\ndata\n\n"))
                .containsExactly(new Frame.Message(Optional.empty(), "", "one: 1\ntwo\n"));
    }

    @Test
    void handsCommentsOutAsASignOfLife() throws IOException {
        assertThat(frames(": alive\n\ndata: x\n\n"))
                .containsExactly(
                        new Frame.Comment("alive"), new Frame.Message(Optional.empty(), "", "x"));
    }

    @Test
    void forgetsAnEventWithoutData() throws IOException {
        assertThat(frames("id: 1\nevent: nothing\n\ndata: x\n\n"))
                .containsExactly(new Frame.Message(Optional.empty(), "", "x"));
    }

    @Test
    void dropsAnEventThatTheEndCutsOff() throws IOException {
        assertThat(frames("data: whole\r\n\r\ndata: half"))
                .containsExactly(new Frame.Message(Optional.empty(), "", "whole"));
    }

    private static List<Frame> frames(String text) throws IOException {
        SseReader reader =
                new SseReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }
}
