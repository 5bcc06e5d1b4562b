package org.vdeli.manager.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.id.Id;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// Describes contract records as JSON Schema 2020-12, as OpenAPI 3.1 has it: a component for each
/// record, enumeration and sealed kind, found by following the components of those that are asked
/// for. An `Optional` component is one that is not required.
final class Schemas {
    private final Map<String, Object> components = new TreeMap<>();

    /// All components that were needed so far, by name.
    Map<String, Object> components() {
        return components;
    }

    /// The schema of a type, by reference where it has a name.
    Map<String, Object> of(Type type) {
        return switch (type) {
            case Class<?> raw -> ofClass(raw);
            case ParameterizedType generic -> ofGeneric(generic);
            default -> throw new IllegalArgumentException("no JSON schema for " + type);
        };
    }

    /// The schema of one page of a list.
    Map<String, Object> ofPage(Class<?> item) {
        String name = "PageOf" + item.getSimpleName();
        if (!components.containsKey(name)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (RecordComponent component : Page.class.getRecordComponents()) {
                properties.put(
                        component.getName(),
                        component.getName().equals("items")
                                ? Map.of("type", "array", "items", of(item))
                                : of(component.getType()));
            }
            components.put(name, object(properties, List.copyOf(properties.keySet())));
        }
        return reference(name);
    }

    private Map<String, Object> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type argument = type.getActualTypeArguments()[0];
        if (raw == Optional.class) {
            return of(argument);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "array");
            schema.put("items", of(argument));
            if (Set.class.isAssignableFrom(raw)) {
                schema.put("uniqueItems", true);
            }
            return schema;
        }
        throw new IllegalArgumentException("no JSON schema for " + type);
    }

    private Map<String, Object> ofClass(Class<?> raw) {
        Map<String, Object> plain = plain(raw);
        if (!plain.isEmpty()) {
            return plain;
        }
        String name = nameOf(raw);
        if (!components.containsKey(name)) {
            components.put(name, Map.of());
            components.put(name, raw.isRecord() ? ofRecord(raw) : ofSealed(raw));
        }
        return reference(name);
    }

    private static Map<String, Object> plain(Class<?> raw) {
        if (raw == String.class) {
            return Map.of("type", "string");
        } else if (raw == Boolean.class) {
            return Map.of("type", "boolean");
        } else if (raw == Integer.class) {
            return Map.of("type", "integer", "format", "int32");
        } else if (raw == Long.class) {
            return Map.of("type", "integer", "format", "int64");
        } else if (raw == Double.class) {
            return Map.of("type", "number", "format", "double");
        } else if (raw == Bitrate.class || raw == ByteCount.class) {
            return Map.of("type", "integer", "format", "int64", "minimum", 0);
        } else if (Id.class.isAssignableFrom(raw)) {
            return Map.of("type", "string", "pattern", "^[0-9a-v]{13}$");
        } else if (raw == Checksum.class) {
            return Map.of("type", "string", "pattern", "^[0-9a-f]{64}$");
        } else if (raw == AssetPath.class) {
            return Map.of("type", "string", "examples", List.of("acme/default/film.mp4"));
        } else if (raw == ZoneId.class) {
            return Map.of("type", "string", "examples", List.of("Europe/Lisbon"));
        } else if (raw.isEnum()) {
            List<String> names =
                    Arrays.stream(raw.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
            return Map.of("type", "string", "enum", names);
        }
        return formatted(raw);
    }

    private static Map<String, Object> formatted(Class<?> raw) {
        Map<Class<?>, String> formats =
                Map.of(
                        Instant.class, "date-time",
                        Duration.class, "duration",
                        LocalTime.class, "time",
                        UUID.class, "uuid",
                        URI.class, "uri");
        String format = formats.get(raw);
        return format == null ? Map.of() : Map.of("type", "string", "format", format);
    }

    private Map<String, Object> ofRecord(Class<?> raw) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (isKind(raw)) {
            properties.put("type", Map.of("type", "string", "const", kindOf(raw)));
            required.add("type");
        }
        for (RecordComponent component : raw.getRecordComponents()) {
            properties.put(component.getName(), of(component.getGenericType()));
            if (component.getType() != Optional.class) {
                required.add(component.getName());
            }
        }
        return object(properties, required);
    }

    private Map<String, Object> ofSealed(Class<?> raw) {
        if (!raw.isSealed()) {
            throw new IllegalArgumentException("no JSON schema for " + raw);
        }
        List<Object> kinds = new ArrayList<>();
        for (Class<?> kind : raw.getPermittedSubclasses()) {
            kinds.add(of(kind));
        }
        return Map.of("oneOf", kinds, "discriminator", Map.of("propertyName", "type"));
    }

    private static boolean isKind(Class<?> raw) {
        return Arrays.stream(raw.getInterfaces()).anyMatch(Class::isSealed);
    }

    /// What a kind's `type` says: its name in kebab-case, as the codec writes it.
    private static String kindOf(Class<?> raw) {
        return raw.getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /// Nested records are named after what they are nested in, so that no two share a name.
    private static String nameOf(Class<?> raw) {
        Class<?> outer = raw.getEnclosingClass();
        return outer == null ? raw.getSimpleName() : outer.getSimpleName() + raw.getSimpleName();
    }

    private static Map<String, Object> object(
            Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        return schema;
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }
}
