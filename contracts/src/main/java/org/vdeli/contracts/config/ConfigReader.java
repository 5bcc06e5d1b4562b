package org.vdeli.contracts.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads one program's configuration from a YAML file, the environment and flags; later ones win.
///
/// The record is the schema: component `listenPort` of the record at component `nginx` is the key
/// `nginx.listen-port`, the variable `VDELI_NGINX_LISTEN_PORT` and the flag `--nginx.listen-port=`.
/// A component is required unless it has a [Default] or is an `Optional`; an `Optional` of a record
/// is a section that may be absent as a whole. A `List` is a YAML sequence, or texts with commas. A
/// [Secret] at `broker.password` comes from its variable or from the file that
/// `broker.password-file` names, which nobody but its owner may reach. Rules between values stand
/// in the compact constructors of the records, as `IllegalArgumentException`.
///
/// A reader is immutable.
///
/// @param <T> the configuration record
public final class ConfigReader<T extends Record> {
    private static final String PREFIX = "VDELI_";

    private final Class<T> type;
    private final Map<Class<?>, Function<String, ?>> more;
    private final Set<String> ignored;
    private final ValueParsers parsers;
    private final ConfigSchema schema;

    /// How much every program logs; read by the logging itself, before any configuration is.
    private static final String LOG_LEVEL = "VDELI_LOG_LEVEL";

    private ConfigReader(
            Class<T> type, Map<Class<?>, Function<String, ?>> more, Set<String> ignored) {
        this.type = type;
        this.more = Map.copyOf(more);
        this.ignored = Set.copyOf(ignored);
        this.parsers = new ValueParsers(this.more);
        this.schema = new ConfigSchema(type, parsers);
    }

    /// A reader for a record with value types of its own.
    ///
    /// @param type the configuration record
    /// @param parsers how texts become values of further types; a parser throws
    ///   `IllegalArgumentException` with a text that says what may stand there
    /// @param <T> the configuration record
    /// @return a reader
    /// @throws IllegalArgumentException if the record cannot be a configuration
    public static <T extends Record> ConfigReader<T> of(
            Class<T> type, Map<Class<?>, Function<String, ?>> parsers) {
        return new ConfigReader<>(type, parsers, Set.of(LOG_LEVEL));
    }

    /// A reader that knows the JDK's types, [org.vdeli.contracts.value.ByteCount] and
    /// [org.vdeli.contracts.value.Bitrate].
    ///
    /// @param type the configuration record
    /// @param <T> the configuration record
    /// @return a reader that knows the JDK's types, [org.vdeli.contracts.value.ByteCount] and
    ///   [org.vdeli.contracts.value.Bitrate]
    public static <T extends Record> ConfigReader<T> of(Class<T> type) {
        return of(type, Map.of());
    }

    /// The same reader, blind to some variables.
    ///
    /// @param variables environment variables with the prefix `VDELI_` that are no keys, such as
    ///   those of the launcher
    /// @return a reader that takes no offence at them
    public ConfigReader<T> ignoring(String... variables) {
        Set<String> all = new HashSet<>(ignored);
        all.addAll(List.of(variables));
        return new ConfigReader<>(type, more, all);
    }

    /// Reads and binds everything, and stops at no first problem.
    ///
    /// @param file the YAML file, if there is one
    /// @param environment the environment; only names with the prefix `VDELI_` are looked at
    /// @param flags `--key=value`; a bare `--key` means true
    /// @return the configuration, or everything that is wrong with it
    public ConfigResult<T> read(
            Optional<Path> file, Map<String, String> environment, List<String> flags) {
        List<ConfigProblem> problems = new ArrayList<>();
        List<Given> all = new ArrayList<>();
        YamlSource.Read read =
                file.map(path -> YamlSource.read(path, problems))
                        .orElseGet(() -> new YamlSource.Read(List.of(), true));
        all.addAll(read.found());
        all.addAll(variables(environment, problems));
        all.addAll(flags(flags, problems));

        Map<String, Given> given = known(all, problems);
        ConfigBinder binder = new ConfigBinder(parsers, given, read.whole(), problems);
        @Nullable Record bound = binder.bind(schema.root());
        return bound == null || !problems.isEmpty()
                ? new ConfigResult.Problems<>(problems)
                : new ConfigResult.Ok<>(type.cast(bound), binder.effective());
    }

    /// Returns every key in the order of the record; a secret stands as its file key, too
    public List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        for (ConfigSchema.Leaf leaf : schema.leaves()) {
            boolean required = !leaf.optional() && leaf.fallback().isEmpty();
            String kind = leaf.secret() ? "secret, by variable only" : parsers.nameOf(leaf.type());
            keys.add(
                    new ConfigKey(
                            leaf.name(),
                            leaf.list() ? "list of " + kind : kind,
                            required,
                            leaf.fallback(),
                            leaf.description()));
            if (leaf.secret()) {
                keys.add(
                        new ConfigKey(
                                leaf.fileKey(),
                                "path, mode 600",
                                required,
                                Optional.empty(),
                                "file that holds " + leaf.name()));
            }
        }
        return keys;
    }

    /// Returns the keys as text for `--help`, two lines each
    public String help() {
        return keys().stream()
                .map(key ->
                        "  --%s=<%s>%s%n      %s (%s)%n"
                                .formatted(
                                        key.name(),
                                        key.type(),
                                        key.required()
                                                ? " required"
                                                : key.fallback()
                                                        .map(text -> " [" + text + "]")
                                                        .orElse(""),
                                        key.description(),
                                        key.variable()))
                .collect(Collectors.joining());
    }

    /// Returns the keys as a Markdown table for the operations page
    public String markdown() {
        return keys().stream()
                .map(key ->
                        "| `%s` | %s | %s | %s |\n"
                                .formatted(
                                        key.name(),
                                        key.type(),
                                        key.required()
                                                ? "required"
                                                : key.fallback()
                                                        .map(text -> "`" + text + "`")
                                                        .orElse("-"),
                                        key.description()))
                .collect(
                        Collectors.joining(
                                "",
                                "| key | type | default | what for |\n|---|---|---|---|\n",
                                ""));
    }

    private List<Given> variables(Map<String, String> environment, List<ConfigProblem> problems) {
        Map<String, String> names = new HashMap<>();
        knownKeys().forEach(key -> names.put(ConfigKey.variableOf(key), key));
        List<Given> found = new ArrayList<>();
        new TreeMap<>(environment)
                .forEach((variable, text) -> {
                    @Nullable String key = names.get(variable);
                    if (key != null) {
                        found.add(
                                new Given(
                                        key,
                                        List.of(text),
                                        false,
                                        Given.Source.VARIABLE,
                                        variable));
                    } else if (variable.startsWith(PREFIX) && !ignored.contains(variable)) {
                        problems.add(
                                new ConfigProblem(
                                        variable,
                                        "is no known variable"
                                                + suggestion(variable, names.keySet())));
                    }
                });
        return found;
    }

    private static List<Given> flags(List<String> flags, List<ConfigProblem> problems) {
        List<Given> found = new ArrayList<>();
        for (String flag : flags) {
            if (!flag.startsWith("--") || flag.length() == 2) {
                problems.add(new ConfigProblem(flag, "is no flag; flags look like --key=value"));
                continue;
            }
            int equals = flag.indexOf('=');
            String key = flag.substring(2, equals < 0 ? flag.length() : equals);
            String text = equals < 0 ? "true" : flag.substring(equals + 1);
            found.add(new Given(key, List.of(text), false, Given.Source.FLAG, "--" + key));
        }
        return found;
    }

    /// Sorts out what is no key; of the rest the last source wins.
    private Map<String, Given> known(List<Given> all, List<ConfigProblem> problems) {
        Set<String> keys = knownKeys();
        Map<String, Given> given = new LinkedHashMap<>();
        for (Given one : all) {
            if (keys.contains(one.key())) {
                given.put(one.key(), one);
            } else if (!emptySection(one, keys)) {
                problems.add(
                        new ConfigProblem(
                                one.where(),
                                one.key() + " is no known key" + suggestion(one.key(), keys)));
            }
        }
        return given;
    }

    /// A section whose lines are all commented out is no mistake.
    private static boolean emptySection(Given one, Set<String> keys) {
        return one.texts().isEmpty()
                && !one.sequence()
                && keys.stream().anyMatch(key -> key.startsWith(one.key() + "."));
    }

    private Set<String> knownKeys() {
        Set<String> keys = new LinkedHashSet<>();
        for (ConfigSchema.Leaf leaf : schema.leaves()) {
            keys.add(leaf.name());
            if (leaf.secret()) {
                keys.add(leaf.fileKey());
            }
        }
        return keys;
    }

    private static String suggestion(String wrong, Set<String> right) {
        return Nearest.to(wrong, right).map(near -> "; did you mean " + near + "?").orElse("");
    }
}
