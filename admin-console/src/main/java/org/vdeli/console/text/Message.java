package org.vdeli.console.text;

import java.util.List;

/// A sentence that a model wants shown: a label's key and what is filled in.
public record Message(String key, List<String> values) {
    public Message {
        values = List.copyOf(values);
    }

    public static Message of(String key, String... values) {
        return new Message(key, List.of(values));
    }

    /// The sentence in the operator's language.
    public String text() {
        return Labels.text(key, values.toArray());
    }
}
