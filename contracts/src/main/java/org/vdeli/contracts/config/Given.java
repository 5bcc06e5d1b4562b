package org.vdeli.contracts.config;

import java.util.List;

/// A key with its text as some source gives it.
///
/// @param key full name of the key
/// @param texts one text, or the elements of a sequence
/// @param sequence whether the source gave a sequence
/// @param source what kind of source
/// @param where the place to name in a problem
record Given(String key, List<String> texts, boolean sequence, Source source, String where) {
    Given {
        texts = List.copyOf(texts);
    }

    /// Later sources win over earlier ones.
    enum Source {
        FILE,
        VARIABLE,
        FLAG
    }
}
