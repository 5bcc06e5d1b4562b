package org.vdeli.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.ingest.UploadReceived;
import tools.jackson.databind.json.JsonMapper;

/// Golden files of version 1 are never edited: what an agent of an earlier build sends must stay
/// readable, and what this build sends must not change its form.
final class GoldenMessagesTest {
    private final Codec codec = new Codec();
    private final JsonMapper tree = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> everyJobIsWrittenAndReadAsItsGoldenFile() {
        return Samples.jobs().entrySet().stream()
                .map(e ->
                        DynamicTest.dynamicTest(
                                e.getKey(), () -> checkJob("job-" + e.getKey(), e.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> everyReportIsWrittenAndReadAsItsGoldenFile() {
        return Samples.reports().entrySet().stream()
                .map(e ->
                        DynamicTest.dynamicTest(
                                e.getKey(),
                                () -> checkReport("report-" + e.getKey(), e.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> everyBodyIsWrittenAndReadAsItsGoldenFile() {
        return Samples.bodies().entrySet().stream()
                .map(e ->
                        DynamicTest.dynamicTest(
                                e.getKey(), () -> checkBody("body-" + e.getKey(), e.getValue())));
    }

    @Test
    void anUploadIsWrittenAndReadAsItsGoldenFile() throws IOException {
        byte[] golden = golden("upload-received");
        Envelope<UploadReceived> envelope =
                new Envelope<>(1, Samples.MESSAGE, Samples.AT, Samples.uploadReceived());
        assertThat(tree.readTree(codec.encode(envelope))).isEqualTo(tree.readTree(golden));
        assertThat(codec.decode(golden, UploadReceived.class))
                .isEqualTo(new Decoded.Message<>(envelope));
    }

    private void checkBody(String name, Object body) throws IOException {
        byte[] golden = golden(name);
        assertThat(tree.readTree(codec.write(body))).isEqualTo(tree.readTree(golden));
        Class<?> type =
                switch (body) {
                    case LoginAnswer _ -> LoginAnswer.class;
                    case DeliveryAnswer _ -> DeliveryAnswer.class;
                    default -> body.getClass();
                };
        assertThat((Object) codec.read(golden, type)).isEqualTo(body);
    }

    @Test
    void refusesAMessageOfANewerVersionWithThatReason() throws IOException {
        String golden = new String(golden("job-ping"), StandardCharsets.UTF_8);
        String newer = golden.replaceFirst("\"version\" : 1", "\"version\" : 2");
        String strange = newer.replaceFirst("\"attempt\" : 1", "\"attempt\" : \"first\"");
        for (String message : List.of(newer, strange)) {
            assertThat(codec.decodeJob(message.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(
                            new Decoded.Malformed<>(
                                    "it is of version 2, this program reads 1 to 1"));
        }
    }

    private void checkJob(String name, Job job) throws IOException {
        byte[] golden = golden(name);
        Envelope<Job> envelope = new Envelope<>(1, Samples.MESSAGE, Samples.AT, job);
        assertThat(tree.readTree(codec.encode(envelope))).isEqualTo(tree.readTree(golden));
        assertThat(codec.decodeJob(golden)).isEqualTo(new Decoded.Message<>(envelope));
    }

    private void checkReport(String name, Report report) throws IOException {
        byte[] golden = golden(name);
        Envelope<Report> envelope = new Envelope<>(1, Samples.MESSAGE, Samples.AT, report);
        assertThat(tree.readTree(codec.encode(envelope))).isEqualTo(tree.readTree(golden));
        assertThat(codec.decodeReport(golden)).isEqualTo(new Decoded.Message<>(envelope));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in =
                GoldenMessagesTest.class.getResourceAsStream("/golden/v1/" + name + ".json")) {
            assertThat(in).as("golden file of %s", name).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.strip().getBytes(StandardCharsets.UTF_8);
        }
    }
}
