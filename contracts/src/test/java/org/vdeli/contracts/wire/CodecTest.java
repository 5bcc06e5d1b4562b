package org.vdeli.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.Acknowledgement;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.RegionDraft;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.RegionId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.GeoPoint;

final class CodecTest {
    private final Codec codec = new Codec();

    @Test
    void anUnknownKindIsReadAsUnknown() {
        Decoded<Job> decoded = codec.decodeJob(message("{\"type\":\"levitate\",\"height\":3}"));

        assertThat(decoded)
                .isEqualTo(
                        new Decoded.Message<>(
                                new Envelope<Job>(
                                        1, Samples.MESSAGE, Samples.AT, new Job.Unknown())));
    }

    @Test
    void anUnknownPropertyIsSkipped() {
        Decoded<Job> decoded =
                codec.decodeJob(
                        message(
                                "{\"type\":\"ping\",\"job\":\"0000000000035\",\"attempt\":1,"
                                        + "\"urgency\":\"high\"}"));

        assertThat(decoded)
                .isEqualTo(
                        new Decoded.Message<>(
                                new Envelope<Job>(
                                        1,
                                        Samples.MESSAGE,
                                        Samples.AT,
                                        new Job.Ping(new JobId(101), 1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "\"ping\"",
                "{\"version\":1}",
                "{\"version\":1,\"id\":\"0190f3c0-0000-7000-8000-000000000001\","
                        + "\"at\":\"2026-11-20T03:04:05.678Z\",\"body\":null}",
                "{\"version\":1,\"id\":\"x\",\"at\":\"2026-11-20T03:04:05.678Z\","
                        + "\"body\":{\"type\":\"ping\",\"job\":\"0000000000035\",\"attempt\":1}}",
                "{\"version\":1,\"id\":\"0190f3c0-0000-7000-8000-000000000001\","
                        + "\"at\":\"yesterday\",\"body\":{\"type\":\"unknown\"}} trailing"
            })
    void whatIsNoMessageIsMalformed(String text) {
        assertThat(codec.decodeJob(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"ping\",\"job\":\"0000000000035\"}",
                "{\"type\":\"ping\",\"job\":101,\"attempt\":1}",
                "{\"type\":\"ping\",\"job\":\"-000000000035\",\"attempt\":1}",
                "{\"type\":\"ping\",\"job\":\"0000000000035\",\"attempt\":\"1\"}",
                "{\"type\":\"ping\",\"job\":\"0000000000035\",\"attempt\":1.5}",
                "{\"type\":\"purge\",\"job\":\"0000000000035\",\"attempt\":1,"
                        + "\"asset\":\"000000000006a\",\"path\":\"acme/films/../../etc/passwd\"}"
            })
    void aMissingOrWrongComponentIsMalformed(String body) {
        assertThat(codec.decodeJob(message(body))).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void aMessageLongerThanTheLimitIsNeitherReadNorWritten() {
        byte[] tooLong = new byte[Codec.MAX_MESSAGE_BYTES + 1];
        assertThat(codec.decodeReport(tooLong))
                .isEqualTo(new Decoded.Malformed<Report>("4097 bytes are more than 4096"));

        Envelope<String> envelope =
                new Envelope<>(1, Samples.MESSAGE, Samples.AT, "x".repeat(5000));
        assertThatThrownBy(() -> codec.encode(envelope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes are more than 4096");
    }

    @Test
    void theLargestFillFitsIntoAMessage() {
        Job.Fill sample = Samples.fill();
        String longName = "ü".repeat(100) + "/" + "ü".repeat(127) + "/" + "z".repeat(240);
        Job.Fill large =
                new Job.Fill(
                        sample.job(),
                        sample.attempt(),
                        sample.asset(),
                        AssetPath.of("p".repeat(63), "q".repeat(63), longName),
                        sample.version(),
                        sample.size(),
                        sample.checksum(),
                        sample.pieceSize(),
                        sample.sources(),
                        "t".repeat(400),
                        sample.limits());

        assertThat(codec.encode(new Envelope<>(1, Samples.MESSAGE, Samples.AT, large)).length)
                .isLessThan(Codec.MAX_MESSAGE_BYTES);
    }

    @Test
    void aBodyThatBreaksARuleNamesTheFieldAndTheRule() {
        assertThatThrownBy(() ->
                        codec.read(
                                "{\"name\":\"x\",\"area\":[{\"latitude\":95,"
                                        + "\"longitude\":0}],\"order\":1}",
                                RegionDraft.class))
                .isInstanceOfSatisfying(
                        MalformedBodyException.class,
                        e -> {
                            assertThat(e.field()).startsWith("area");
                            assertThat(e.reason())
                                    .isEqualTo("latitude must be -90 to 90, not 95.0");
                        });
    }

    @Test
    void anAbsentOptionalIsLeftOutAndReadBackAsEmpty() {
        Acknowledgement none = new Acknowledgement(Optional.empty());

        assertThat(codec.write(none)).isEqualTo("{}");
        assertThat(codec.read("{}", Acknowledgement.class)).isEqualTo(none);
    }

    @Test
    void aPageIsReadWithItsItems() {
        Page<RegionView> page =
                new Page<>(
                        List.of(
                                new RegionView(
                                        new RegionId(7),
                                        "Europe",
                                        List.of(new GeoPoint(50.0, 8.0)),
                                        1)),
                        1,
                        50,
                        1L);

        assertThat(
                        codec.<RegionView>readPage(
                                codec.write(page).getBytes(StandardCharsets.UTF_8),
                                RegionView.class))
                .isEqualTo(page);
    }

    @Test
    void aPasswordIsNeverInTheTextOfARequest() {
        assertThat(new LoginRequest("noc1", "hunter2hunter2").toString())
                .isEqualTo("LoginRequest[name=noc1]");
    }

    private static byte[] message(String body) {
        return ("{\"version\":1,\"id\":\""
                        + Samples.MESSAGE
                        + "\",\"at\":\""
                        + Samples.AT
                        + "\",\"body\":"
                        + body
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
