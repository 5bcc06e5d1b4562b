package org.vdeli.contracts.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a configuration record asks for. A record that cannot be a configuration (an unknown type,
/// a default that is not a value) is a mistake of the program and throws when the schema is made.
final class ConfigSchema {
    private final Section root;

    ConfigSchema(Class<? extends Record> type, ValueParsers parsers) {
        this.root = section("", type, false, parsers);
    }

    /// A section or a key.
    sealed interface Node {
        /// Its full name.
        String name();
    }

    /// A nested record.
    ///
    /// @param name full name, empty for the root
    /// @param type the record
    /// @param optional whether the component is an Optional
    /// @param nodes one per component, in order
    record Section(String name, Class<? extends Record> type, boolean optional, List<Node> nodes)
            implements Node {}

    /// A key with a value.
    ///
    /// @param name full name
    /// @param type the type of the value, of its elements for a list
    /// @param optional whether the component is an Optional
    /// @param list whether it is a list
    /// @param fallback text of the default
    /// @param description one line
    record Leaf(
            String name,
            Class<?> type,
            boolean optional,
            boolean list,
            Optional<String> fallback,
            String description)
            implements Node {

        boolean secret() {
            return type == Secret.class;
        }

        /// The key that names the file of a secret.
        String fileKey() {
            return name + "-file";
        }
    }

    Section root() {
        return root;
    }

    /// All keys in the order of the records; a secret counts as its key and its file key.
    List<Leaf> leaves() {
        List<Leaf> all = new ArrayList<>();
        collect(root, all);
        return all;
    }

    private static void collect(Section section, List<Leaf> all) {
        for (Node node : section.nodes()) {
            switch (node) {
                case Section inner -> collect(inner, all);
                case Leaf leaf -> all.add(leaf);
            }
        }
    }

    private static Section section(
            String name, Class<? extends Record> type, boolean optional, ValueParsers parsers) {
        List<Node> nodes = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = (name.isEmpty() ? "" : name + ".") + kebab(component.getName());
            nodes.add(node(key, component, parsers));
        }
        return new Section(name, type, optional, List.copyOf(nodes));
    }

    private static Node node(String key, RecordComponent component, ValueParsers parsers) {
        Type type = component.getGenericType();
        boolean optional = rawOf(type) == Optional.class;
        if (optional) {
            type = argumentOf(type);
        }
        boolean list = rawOf(type) == List.class;
        if (list) {
            type = argumentOf(type);
        }
        Class<?> raw = rawOf(type);
        if (raw.isRecord() && !parsers.knows(raw) && !list) {
            return section(key, raw.asSubclass(Record.class), optional, parsers);
        }
        Default fallback = component.getAnnotation(Default.class);
        Describe describe = component.getAnnotation(Describe.class);
        Leaf leaf =
                new Leaf(
                        key,
                        raw,
                        optional,
                        list,
                        Optional.ofNullable(fallback).map(Default::value),
                        describe == null ? "" : describe.value());
        check(leaf, parsers);
        return leaf;
    }

    private static void check(Leaf leaf, ValueParsers parsers) {
        if (leaf.secret()) {
            if (leaf.fallback().isPresent() || leaf.list()) {
                throw new IllegalArgumentException(
                        leaf.name() + ": a secret has no default and is no list");
            }
        } else if (!parsers.knows(leaf.type())) {
            throw new IllegalArgumentException(
                    leaf.name() + ": no parser for " + leaf.type() + "; give one to the reader");
        } else if (leaf.optional() && leaf.fallback().isPresent()) {
            throw new IllegalArgumentException(
                    leaf.name() + ": either Optional or a default, not both");
        } else {
            leaf.fallback()
                    .ifPresent(text -> ConfigBinder.parse(leaf, List.of(text), false, parsers));
        }
    }

    private static Class<?> rawOf(Type type) {
        return switch (type) {
            case Class<?> raw -> raw;
            case ParameterizedType parameterized -> rawOf(parameterized.getRawType());
            default -> throw new IllegalArgumentException("no configuration type: " + type);
        };
    }

    private static Type argumentOf(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    /// `listenPort` as it stands in a file: `listen-port`.
    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
