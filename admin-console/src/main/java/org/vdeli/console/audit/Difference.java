package org.vdeli.console.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vdeli.contracts.api.AuditView;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// One part of an object that an entry changed.
///
/// @param field components joined by dots
/// @param before,after as JSON has them; empty where there was or is none
public record Difference(String field, String before, String after) {
    /// What is different, by field; what makes an object or takes it away differs in everything.
    static List<Difference> of(AuditView entry, Codec codec) {
        Map<String, String> before = flat(entry.before().orElse(""), codec);
        Map<String, String> after = flat(entry.after().orElse(""), codec);
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        List<Difference> out = new ArrayList<>();
        for (String field : fields) {
            String was = before.getOrDefault(field, "");
            String is = after.getOrDefault(field, "");
            if (!Objects.equals(was, is)) {
                out.add(new Difference(field, was, is));
            }
        }
        return out;
    }

    private static Map<String, String> flat(String json, Codec codec) {
        Map<String, String> out = new TreeMap<>();
        if (!json.isEmpty()) {
            try {
                flatten("", codec.read(json, Object.class), out);
            } catch (MalformedBodyException e) {
                out.put("", json);
            }
        }
        return out;
    }

    private static void flatten(String name, Object value, Map<String, String> out) {
        if (value instanceof Map<?, ?> parts) {
            parts.forEach((key, part) -> {
                if (part != null) {
                    flatten(name.isEmpty() ? String.valueOf(key) : name + "." + key, part, out);
                }
            });
        } else {
            out.put(name, value.toString());
        }
    }
}
