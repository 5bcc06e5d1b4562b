package org.vdeli.contracts.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vdeli.contracts.api.Violation;

/// What came of reading the body of an HTTP call component by component, so that all that is wrong
/// with it can be told at once.
///
/// @param value the body, if nothing is wrong
/// @param components those that could be read, by name
/// @param violations everything that is wrong, in the order of the components
public record CheckedBody<T>(
        Optional<T> value, Map<String, Object> components, List<Violation> violations) {
    public CheckedBody {
        components = Map.copyOf(components);
        violations = List.copyOf(violations);
    }
}
