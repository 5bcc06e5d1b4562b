package org.vdeli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks answers against the schemas of an OpenAPI document: types, required and unknown
/// properties, enumerations, patterns.
final class SchemaCheck {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode document;

    SchemaCheck(String document) {
        this.document = JSON.readTree(document);
    }

    JsonNode document() {
        return document;
    }

    /// The schema that the document declares for an answer.
    JsonNode answerOf(String method, String path, int status) {
        JsonNode response =
                document.get("paths").get(path).get(method).get("responses").get("" + status);
        assertThat(response).as("%s %s %s", method, path, status).isNotNull();
        return response.get("content").get("application/json").get("schema");
    }

    /// Everything in which a text of JSON differs from a schema.
    List<String> differences(String json, JsonNode schema) {
        List<String> found = new ArrayList<>();
        check(JSON.readTree(json), schema, "$", found);
        return found;
    }

    JsonNode resolve(JsonNode schema) {
        JsonNode reference = schema.get("$ref");
        if (reference == null) {
            return schema;
        }
        JsonNode target = document;
        for (String part : reference.asString().substring(2).split("/", -1)) {
            target = target.get(part);
            assertThat(target).as(reference.asString()).isNotNull();
        }
        return target;
    }

    private void check(JsonNode value, JsonNode unresolved, String at, List<String> found) {
        JsonNode schema = resolve(unresolved);
        if (schema.has("oneOf")) {
            checkKinds(value, schema, at, found);
            return;
        }
        String type = schema.get("type").asString();
        boolean fits =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isString();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> false;
                };
        if (!fits) {
            found.add(at + " is not of type " + type + ": " + value);
        } else if (value.isObject()) {
            checkObject(value, schema, at, found);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), schema.get("items"), at + "." + i, found);
            }
        } else if (schema.has("pattern")
                && !value.asString().matches(schema.get("pattern").asString())) {
            found.add(at + " does not match its pattern: " + value);
        } else if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            found.add(at + " is not in its enumeration: " + value);
        }
    }

    private void checkKinds(JsonNode value, JsonNode schema, String at, List<String> found) {
        for (JsonNode kind : schema.get("oneOf")) {
            JsonNode type = resolve(kind).get("properties").get("type").get("const");
            if (type.equals(value.get("type"))) {
                check(value, kind, at, found);
                return;
            }
        }
        found.add(at + " is of no kind: " + value);
    }

    private void checkObject(JsonNode value, JsonNode schema, String at, List<String> found) {
        JsonNode properties = schema.get("properties");
        for (String name : value.propertyNames()) {
            if (properties.has(name)) {
                if (name.equals("type") && properties.get(name).has("const")) {
                    continue;
                }
                check(value.get(name), properties.get(name), at + "." + name, found);
            } else {
                found.add(at + "." + name + " is not declared");
            }
        }
        for (JsonNode required : schema.get("required")) {
            if (!value.has(required.asString())) {
                found.add(at + "." + required.asString() + " is missing");
            }
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
