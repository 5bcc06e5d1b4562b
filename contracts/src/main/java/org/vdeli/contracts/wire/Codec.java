package org.vdeli.contracts.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.Page;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes everything that programs exchange, as JSON in UTF-8.
///
/// Reading is strict about what is there (types, ranges, missing components) and lenient about what
/// is new (unknown properties are skipped, unknown kinds read as `Unknown`).
public final class Codec {
    /// Version of the contract that this build speaks; raised only when a change cannot be read by
    /// the version before.
    public static final int VERSION = 1;

    /// A message through the broker is at most this long (architecture, rule 3).
    public static final int MAX_MESSAGE_BYTES = 4096;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING = 1 << 20;

    private final JsonMapper mapper;

    public Codec() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(MAX_DEPTH)
                                        .maxStringLength(MAX_STRING)
                                        .build())
                        .build();
        this.mapper =
                JsonMapper.builder(factory)
                        .addModule(new WireModule())
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                        .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                        .changeDefaultPropertyInclusion(
                                v -> v.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                        .build();
    }

    /// A message for the broker.
    ///
    /// @throws IllegalArgumentException if it is longer than [#MAX_MESSAGE_BYTES]
    public byte[] encode(Envelope<?> envelope) {
        byte[] bytes =
                mapper.writerFor(envelopeOf(kindsOf(envelope.body()))).writeValueAsBytes(envelope);
        if (bytes.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "could not encode message "
                            + envelope.id()
                            + ": "
                            + bytes.length
                            + " bytes are more than "
                            + MAX_MESSAGE_BYTES);
        }
        return bytes;
    }

    /// Reads a job from the broker. Never throws for what the bytes are.
    public Decoded<Job> decodeJob(byte[] bytes) {
        return decode(bytes, Job.class);
    }

    /// Reads a report from the broker. Never throws for what the bytes are.
    public Decoded<Report> decodeReport(byte[] bytes) {
        return decode(bytes, Report.class);
    }

    /// Reads a message whose body is of a type. Never throws for what the bytes are.
    public <T> Decoded<T> decode(byte[] bytes, Class<T> bodyType) {
        if (bytes.length > MAX_MESSAGE_BYTES) {
            return new Decoded.Malformed<>(
                    bytes.length + " bytes are more than " + MAX_MESSAGE_BYTES);
        }
        try {
            Envelope<T> envelope = mapper.readValue(bytes, envelopeOf(bodyType));
            if (envelope == null) {
                return new Decoded.Malformed<>("null is no message");
            }
            return isReadable(envelope.version())
                    ? new Decoded.Message<>(envelope)
                    : new Decoded.Malformed<>(unreadable(envelope.version()));
        } catch (JacksonException e) {
            return new Decoded.Malformed<>(
                    versionOf(bytes)
                            .filter(version -> !isReadable(version))
                            .map(Codec::unreadable)
                            .orElseGet(e::getOriginalMessage));
        }
    }

    private static boolean isReadable(int version) {
        return version >= 1 && version <= VERSION;
    }

    private static String unreadable(int version) {
        return "it is of version " + version + ", this program reads 1 to " + VERSION;
    }

    /// The version alone, of a message whose body cannot be read: a newer one explains that.
    private Optional<Integer> versionOf(byte[] bytes) {
        try {
            JsonNode version = mapper.readTree(bytes).path("version");
            return version.isInt() ? Optional.of(version.intValue()) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// A body of an HTTP call, or an event, as JSON text.
    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    /// Reads the body of an HTTP call.
    ///
    /// @throws MalformedBodyException if it is not such a body, with what is wrong and where
    public <T> T read(byte[] bytes, Class<T> type) {
        try {
            T value = mapper.readValue(bytes, type);
            if (value == null) {
                throw new MalformedBodyException("", "null is no " + type.getSimpleName());
            }
            return value;
        } catch (JacksonException e) {
            throw MalformedBodyException.of(e);
        }
    }

    /// Reads the body of an HTTP call as it comes: for long ones.
    ///
    /// @throws MalformedBodyException if it is not such a body, with what is wrong and where
    /// @throws UncheckedIOException if it cannot be read to its end
    public <T> T read(InputStream in, Class<T> type) {
        try {
            T value = mapper.readValue(in, type);
            if (value == null) {
                throw new MalformedBodyException("", "null is no " + type.getSimpleName());
            }
            return value;
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(
                    "could not read a " + type.getSimpleName(), e.getCause());
        } catch (JacksonException e) {
            throw MalformedBodyException.of(e);
        }
    }

    /// Reads the body of an HTTP call and tells everything that is wrong with it at once. Never
    /// throws for what the bytes are.
    ///
    /// @param type a record
    public <T> CheckedBody<T> check(byte[] bytes, Class<T> type) {
        return new BodyReader(mapper).read(bytes, type);
    }

    /// As [#read(byte[], Class)], from text.
    public <T> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /// As [#read(byte[], Class)], for one page of a list.
    public <T> Page<T> readPage(byte[] bytes, Class<T> itemType) {
        JavaType type = mapper.getTypeFactory().constructParametricType(Page.class, itemType);
        try {
            Page<T> page = mapper.readValue(bytes, type);
            if (page == null) {
                throw new MalformedBodyException("", "null is no page");
            }
            return page;
        } catch (JacksonException e) {
            throw MalformedBodyException.of(e);
        }
    }

    private JavaType envelopeOf(Class<?> bodyType) {
        return mapper.getTypeFactory().constructParametricType(Envelope.class, bodyType);
    }

    /// The type that decides whether a `type` property is written: the sealed root, if there is
    /// one.
    private static Class<?> kindsOf(Object body) {
        return switch (body) {
            case Job _ -> Job.class;
            case Report _ -> Report.class;
            default -> body.getClass();
        };
    }
}
