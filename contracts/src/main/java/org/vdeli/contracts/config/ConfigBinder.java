package org.vdeli.contracts.config;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Binds texts to the records of a schema and collects what is wrong and what is in effect.
final class ConfigBinder {
    private static final Set<PosixFilePermission> FOREIGN =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final ValueParsers parsers;
    private final Map<String, Given> given;
    private final boolean whole;
    private final List<ConfigProblem> problems;
    private final List<String> effective = new ArrayList<>();

    /// @param whole false when a source broke off, so that missing keys are not worth a problem
    ConfigBinder(
            ValueParsers parsers,
            Map<String, Given> given,
            boolean whole,
            List<ConfigProblem> problems) {
        this.parsers = parsers;
        this.given = given;
        this.whole = whole;
        this.problems = problems;
    }

    List<String> effective() {
        return effective;
    }

    /// The bound record, or null when something below it is wrong (and then is in the problems).
    @Nullable Record bind(ConfigSchema.Section section) {
        List<@Nullable Object> values = new ArrayList<>();
        boolean good = true;
        for (ConfigSchema.Node node : section.nodes()) {
            @Nullable Object value =
                    switch (node) {
                        case ConfigSchema.Section inner -> bindInner(inner);
                        case ConfigSchema.Leaf leaf -> bindLeaf(leaf);
                    };
            good &= value != null;
            values.add(value);
        }
        @Nullable List<Object> complete = standIns(section, values);
        @Nullable Record made = complete == null ? null : checked(section, complete, values);
        return good ? made : null;
    }

    /// The values, with the defaults of those that are wrong; null where one has none.
    private @Nullable List<Object> standIns(
            ConfigSchema.Section section, List<@Nullable Object> values) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            @Nullable Object value = values.get(i);
            Object known = value == null ? usual(section.nodes().get(i)) : value;
            if (known == null) {
                return null;
            }
            all.add(known);
        }
        return all;
    }

    /// What a key is when it is not given; null if it must be given.
    private @Nullable Object usual(ConfigSchema.Node node) {
        if (!(node instanceof ConfigSchema.Leaf leaf)) {
            return null;
        }
        if (leaf.optional()) {
            return Optional.empty();
        }
        return leaf.fallback().map(text -> parse(leaf, List.of(text), false, parsers)).orElse(null);
    }

    /// Makes the record and notes every rule that it breaks. A record says the first one alone, so
    /// the key that breaks it is looked for, by giving one after the other its default, and left at
    /// it to hear of the next.
    ///
    /// @param read the values as they were read, null where they are wrong already: what a rule
    ///   says of such a key is left out
    private @Nullable Record checked(
            ConfigSchema.Section section, List<Object> values, List<@Nullable Object> read) {
        List<String> rules = new ArrayList<>();
        List<Object> trial = values;
        Made made = construct(section, trial);
        @Nullable Record record = made.record();
        while (made.rule() != null && !rules.contains(made.rule())) {
            rules.add(made.rule());
            @Nullable List<Object> mended = mended(section, trial, rules);
            if (mended == null) {
                break;
            }
            trial = mended;
            made = construct(section, trial);
        }
        for (String rule : rules) {
            boolean isKnown = false;
            for (int i = 0; i < read.size(); i++) {
                isKnown |= read.get(i) == null && rule.contains(section.nodes().get(i).name());
            }
            if (!isKnown) {
                problems.add(new ConfigProblem(places(section), rule));
            }
        }
        return record;
    }

    /// The values with one that is given set to its default, so that all rules are kept or at least
    /// another one is the first to be broken; null if there is no such key.
    private @Nullable List<Object> mended(
            ConfigSchema.Section section, List<Object> values, List<String> rules) {
        @Nullable List<Object> better = null;
        for (int i = 0; i < values.size(); i++) {
            ConfigSchema.Node node = section.nodes().get(i);
            @Nullable Object usual = given.containsKey(node.name()) ? usual(node) : null;
            if (usual == null || usual.equals(values.get(i))) {
                continue;
            }
            List<Object> trial = new ArrayList<>(values);
            trial.set(i, usual);
            Made made = construct(section, trial);
            if (made.rule() == null) {
                return trial;
            }
            if (better == null && !rules.contains(made.rule())) {
                better = trial;
            }
        }
        return better;
    }

    private @Nullable Object bindInner(ConfigSchema.Section inner) {
        if (!inner.optional()) {
            return bind(inner);
        }
        String prefix = inner.name() + ".";
        if (given.keySet().stream().noneMatch(key -> key.startsWith(prefix))) {
            effective.add(inner.name() + " is not given");
            return Optional.empty();
        }
        @Nullable Record bound = bind(inner);
        return bound == null ? null : Optional.of(bound);
    }

    private @Nullable Object bindLeaf(ConfigSchema.Leaf leaf) {
        @Nullable Object value = leaf.secret() ? secret(leaf) : plain(leaf);
        return value != null && leaf.optional() && !(value instanceof Optional<?>)
                ? Optional.of(value)
                : value;
    }

    private @Nullable Object plain(ConfigSchema.Leaf leaf) {
        Given found = given.get(leaf.name());
        if (found == null) {
            return absent(
                    leaf,
                    "give it in the file, as "
                            + ConfigKey.variableOf(leaf.name())
                            + " or as --"
                            + leaf.name()
                            + "=");
        }
        try {
            Object value = parse(leaf, found.texts(), found.sequence(), parsers);
            effective.add(
                    leaf.name()
                            + " = "
                            + String.join(", ", found.texts())
                            + " ("
                            + found.where()
                            + ")");
            return value;
        } catch (IllegalArgumentException e) {
            problems.add(
                    new ConfigProblem(
                            found.where(),
                            leaf.name()
                                    + " = '"
                                    + String.join(", ", found.texts())
                                    + "': "
                                    + e.getMessage()));
            return null;
        }
    }

    private @Nullable Object absent(ConfigSchema.Leaf leaf, String remedy) {
        if (leaf.optional()) {
            effective.add(leaf.name() + " is not given");
            return Optional.empty();
        }
        if (leaf.fallback().isPresent()) {
            effective.add(leaf.name() + " = " + leaf.fallback().get() + " (default)");
            return parse(leaf, List.of(leaf.fallback().get()), false, parsers);
        }
        if (whole) {
            problems.add(new ConfigProblem(leaf.name(), "is missing; " + remedy));
        }
        return null;
    }

    private @Nullable Object secret(ConfigSchema.Leaf leaf) {
        Given direct = given.get(leaf.name());
        Given file = given.get(leaf.fileKey());
        String variable = ConfigKey.variableOf(leaf.name());
        if (direct != null && direct.source() != Given.Source.VARIABLE) {
            problems.add(
                    new ConfigProblem(
                            direct.where(),
                            leaf.name()
                                    + " is a secret and must not stand here; give it as "
                                    + variable
                                    + " or name its file with "
                                    + leaf.fileKey()));
            return null;
        }
        if (direct != null) {
            effective.add(leaf.name() + " = " + Secret.MASK + " (" + direct.where() + ")");
            return Secret.of(direct.texts().getFirst());
        }
        if (file == null) {
            return absent(
                    leaf, "give it as " + variable + " or name its file with " + leaf.fileKey());
        }
        return secretFile(leaf, file);
    }

    private @Nullable Object secretFile(ConfigSchema.Leaf leaf, Given given) {
        try {
            Path path = Path.of(String.join("", given.texts()));
            if (Files.getPosixFilePermissions(path).stream().anyMatch(FOREIGN::contains)) {
                problems.add(
                        new ConfigProblem(
                                given.where(),
                                leaf.fileKey()
                                        + ": others than its owner can reach "
                                        + path
                                        + "; run chmod 600 on it"));
                return null;
            }
            effective.add(leaf.name() + " = " + Secret.MASK + " (" + path + ")");
            return Secret.of(Files.readString(path).stripTrailing());
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    new ConfigProblem(
                            given.where(), leaf.fileKey() + ": could not read the secret: " + e));
            return null;
        }
    }

    /// A record, or the rule that its values break.
    private record Made(@Nullable Record record, @Nullable String rule) {}

    private static Made construct(ConfigSchema.Section section, List<Object> values) {
        try {
            Class<?>[] types =
                    Arrays.stream(section.type().getRecordComponents())
                            .map(component -> component.getType())
                            .toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor =
                    section.type().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Made(constructor.newInstance(values.toArray()), null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                String message = broken.getMessage();
                return new Made(null, message == null ? broken.toString() : message);
            }
            throw new IllegalStateException("could not make " + section.type(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("could not make " + section.type(), e);
        }
    }

    /// Where a broken rule between the values of one section is to be mended.
    private String places(ConfigSchema.Section section) {
        List<String> places =
                section.nodes().stream()
                        .flatMap(node ->
                                node instanceof ConfigSchema.Leaf leaf
                                        ? Stream.of(leaf.name(), leaf.fileKey())
                                        : Stream.empty())
                        .flatMap(key -> Stream.ofNullable(given.get(key)))
                        .map(Given::where)
                        .distinct()
                        .toList();
        String name = section.name().isEmpty() ? "configuration" : section.name();
        return places.isEmpty() ? name : name + " (" + String.join(", ", places) + ")";
    }

    /// @throws IllegalArgumentException if the texts are no value of this key
    static Object parse(
            ConfigSchema.Leaf leaf, List<String> texts, boolean sequence, ValueParsers parsers) {
        if (leaf.list()) {
            Stream<String> elements =
                    sequence
                            ? texts.stream()
                            : texts.stream()
                                    .flatMap(text -> Arrays.stream(text.split(",", -1)))
                                    .map(String::trim)
                                    .filter(text -> !text.isEmpty());
            return elements.map(text -> parsers.parse(leaf.type(), text)).toList();
        }
        if (sequence) {
            throw new IllegalArgumentException("must be one value, not a list");
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("has no value");
        }
        return parsers.parse(leaf.type(), texts.getFirst());
    }
}
