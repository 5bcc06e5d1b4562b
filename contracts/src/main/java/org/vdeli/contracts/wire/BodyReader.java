package org.vdeli.contracts.wire;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a record from JSON component by component and notes every one that does not fit, where a
/// plain read stops at the first.
final class BodyReader {
    /// Records that are one string or number in JSON.
    private static final Set<Class<?>> BARE =
            Set.of(AssetPath.class, Bitrate.class, ByteCount.class, Checksum.class);

    private final JsonMapper mapper;

    BodyReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    <T> CheckedBody<T> read(byte[] bytes, Class<T> type) {
        List<Violation> violations = new ArrayList<>();
        Map<String, Object> components = new LinkedHashMap<>();
        try {
            JsonNode tree = mapper.readTree(bytes);
            if (tree == null || !tree.isObject()) {
                violations.add(new Violation("", "must be a JSON object"));
                return new CheckedBody<>(Optional.empty(), components, violations);
            }
            for (RecordComponent component : type.getRecordComponents()) {
                readComponent(tree, component, components, violations);
            }
            if (violations.isEmpty()) {
                T value = mapper.treeToValue(tree, type);
                return new CheckedBody<>(Optional.of(value), components, violations);
            }
        } catch (JacksonException e) {
            violations.add(violation("", e));
        }
        return new CheckedBody<>(Optional.empty(), components, violations);
    }

    private void readComponent(
            JsonNode tree,
            RecordComponent component,
            Map<String, Object> components,
            List<Violation> violations) {
        String name = component.getName();
        JavaType type = mapper.constructType(component.getGenericType());
        JsonNode node = tree.get(name);
        int before = violations.size();
        check(node, type, name, violations);
        if (violations.size() > before) {
            return;
        }
        if (node == null || node.isNull()) {
            components.put(name, Optional.empty());
            return;
        }
        try {
            components.put(name, mapper.treeToValue(node, type));
        } catch (JacksonException e) {
            violations.add(reason(name, type, e));
        }
    }

    private void check(JsonNode node, JavaType type, String at, List<Violation> violations) {
        Class<?> raw = type.getRawClass();
        if (node == null || node.isNull()) {
            if (raw != Optional.class) {
                violations.add(new Violation(at, "must be given"));
            }
        } else if (raw == Optional.class) {
            check(node, type.containedTypeOrUnknown(0), at, violations);
        } else if (type.isCollectionLikeType()) {
            checkItems(node, type.getContentType(), at, violations);
        } else if (raw.isRecord() && !isBare(raw)) {
            checkRecord(node, type, at, violations);
        } else {
            checkBare(node, type, at, violations);
        }
    }

    private void checkItems(JsonNode node, JavaType item, String at, List<Violation> violations) {
        if (!node.isArray()) {
            violations.add(new Violation(at, "must be a list"));
            return;
        }
        for (int i = 0; i < node.size(); i++) {
            check(node.get(i), item, at + "." + i, violations);
        }
    }

    private void checkRecord(JsonNode node, JavaType type, String at, List<Violation> violations) {
        if (!node.isObject()) {
            violations.add(new Violation(at, "must be a JSON object"));
            return;
        }
        int before = violations.size();
        for (RecordComponent component : type.getRawClass().getRecordComponents()) {
            Type generic = component.getGenericType();
            String name = at + "." + component.getName();
            check(node.get(component.getName()), mapper.constructType(generic), name, violations);
        }
        if (violations.size() == before) {
            checkBare(node, type, at, violations);
        }
    }

    private void checkBare(JsonNode node, JavaType type, String at, List<Violation> violations) {
        if (type.getRawClass() == String.class && node.isString() && !isText(node.asString())) {
            violations.add(new Violation(at, "must be Unicode text without NUL"));
            return;
        }
        try {
            mapper.<Object>treeToValue(node, type);
        } catch (JacksonException e) {
            violations.add(reason(at, type, e));
        }
    }

    private static boolean isBare(Class<?> raw) {
        return BARE.contains(raw) || Id.class.isAssignableFrom(raw);
    }

    /// Text that can be stored and sent again: no NUL, no half of a surrogate pair.
    private static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static Violation reason(String at, JavaType type, JacksonException e) {
        Class<?> raw = type.getRawClass();
        String expected = expected(raw);
        return expected.isEmpty() ? violation(at, e) : new Violation(at, "must be " + expected);
    }

    private static Violation violation(String at, JacksonException e) {
        MalformedBodyException malformed = MalformedBodyException.of(e);
        String inner = malformed.field();
        String field = at.isEmpty() || inner.isEmpty() ? at + inner : at + "." + inner;
        return new Violation(field, malformed.reason());
    }

    /// The words for a plain type; empty for one whose own reader says what is wrong.
    private static String expected(Class<?> raw) {
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return switch (raw.getSimpleName()) {
            case "String" -> "text";
            case "Boolean" -> "true or false";
            case "Integer" ->
                    "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
            case "Long" -> "a whole number of at most 64 bits";
            case "Double" -> "a number";
            default -> plain(raw);
        };
    }

    private static String plain(Class<?> raw) {
        if (raw == Instant.class) {
            return "a time such as 2026-11-20T12:00:00Z";
        }
        if (raw == Duration.class) {
            return "a duration such as PT24H";
        }
        if (raw == LocalTime.class) {
            return "a time of day such as 23:00";
        }
        if (raw == UUID.class) {
            return "a UUID";
        }
        return raw == URI.class ? "a URI" : "";
    }
}
