package org.vdeli.manager.api;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.api.Violation;
import org.vdeli.contracts.wire.CheckedBody;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// The rules of one kind of body beyond its types: a list of checks, each of one component. A rule
/// is checked whenever its component could be read, whatever is wrong with the others, so all
/// broken rules are told at once. An absent `Optional` breaks no rule.
///
/// Example: `Rules.of(RegionDraft.class).that("order", Integer.class, o -> o >= 0, "must not be
/// negative")`.
public final class Rules<B> {
    private record Rule(String component, Predicate<Object> holds, String reason) {}

    private final Class<B> type;
    private final List<Rule> rules;

    private Rules(Class<B> type, List<Rule> rules) {
        this.type = type;
        this.rules = rules;
    }

    /// No rules but those of the types.
    public static <B> Rules<B> of(Class<B> type) {
        return new Rules<>(type, List.of());
    }

    public Class<B> type() {
        return type;
    }

    /// These rules and one more.
    ///
    /// @param component by name
    /// @param componentType of the value, or of what is in its `Optional`
    public <V> Rules<B> that(
            String component, Class<V> componentType, Predicate<V> holds, String reason) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(
                new Rule(
                        component,
                        value ->
                                componentType.isInstance(value)
                                        && holds.test(componentType.cast(value)),
                        reason));
        return new Rules<>(type, List.copyOf(more));
    }

    /// These rules and one that each item of a list has to keep.
    public <V> Rules<B> thatEach(
            String component, Class<V> itemType, Predicate<V> holds, String reason) {
        return that(
                component,
                Collection.class,
                items ->
                        ((Collection<?>) items)
                                .stream()
                                        .allMatch(item ->
                                                itemType.isInstance(item)
                                                        && holds.test(itemType.cast(item))),
                reason);
    }

    /// Reads a body that keeps all rules.
    ///
    /// @throws ProblemException with status 400 and every broken rule
    public B read(Codec codec, byte[] bytes) {
        CheckedBody<B> body = codec.check(bytes, type);
        Violations violations = new Violations().add(body.violations());
        for (Rule rule : rules) {
            Object value = body.components().get(rule.component());
            Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (bare != null && isFirstFor(rule.component(), body.violations())) {
                violations.require(rule.holds().test(bare), rule.component(), rule.reason());
            }
        }
        violations.throwIfAny();
        return body.value().orElseThrow();
    }

    /// As [#read(Codec, byte[])], but of what does not fit the type only the first thing is named.
    ///
    /// @throws java.io.UncheckedIOException if the body cannot be read to its end
    B read(Codec codec, InputStream in) {
        B body;
        try {
            body = codec.read(in, type);
        } catch (MalformedBodyException e) {
            throw ProblemException.invalid(e.field(), e.reason());
        }
        Violations violations = new Violations();
        for (Rule rule : rules) {
            Object value = componentOf(body, rule.component());
            Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (bare != null) {
                violations.require(rule.holds().test(bare), rule.component(), rule.reason());
            }
        }
        violations.throwIfAny();
        return body;
    }

    private static @Nullable Object componentOf(Object body, String component) {
        try {
            return body.getClass().getMethod(component).invoke(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(body.getClass() + " has no " + component, e);
        }
    }

    private static boolean isFirstFor(String component, List<Violation> violations) {
        return violations.stream().noneMatch(v -> v.field().equals(component));
    }
}
