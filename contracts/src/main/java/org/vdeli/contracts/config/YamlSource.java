package org.vdeli.contracts.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a YAML file into flat keys with lines.
final class YamlSource {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path file;
    private final List<ConfigProblem> problems;
    private final List<Given> found = new ArrayList<>();
    private final Map<String, String> firstPlace = new HashMap<>();

    private YamlSource(Path file, List<ConfigProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// What a file gave.
    ///
    /// @param found the keys, in the order of the file
    /// @param whole false when the file could not be read to its end, so that a missing key proves
    ///   nothing
    record Read(List<Given> found, boolean whole) {}

    static Read read(Path file, List<ConfigProblem> problems) {
        YamlSource source = new YamlSource(file, problems);
        boolean whole = false;
        try (Reader reader = Files.newBufferedReader(file);
                JsonParser parser = YAML.createParser(reader)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                source.section(parser, "");
                whole = true;
            } else if (first == null || first == JsonToken.VALUE_NULL) {
                whole = true;
            } else {
                source.problem(parser, "the file must consist of keys and values (`key: value`)");
            }
        } catch (NoSuchFileException _) {
            problems.add(
                    new ConfigProblem(
                            file.toString(),
                            "there is no such file; create it or leave the option away"));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
            problems.add(
                    new ConfigProblem(
                            line > 0 ? file + ":" + line : file.toString(),
                            "not YAML: " + firstLine(e.getOriginalMessage())));
        } catch (IOException e) {
            problems.add(new ConfigProblem(file.toString(), "could not read the file: " + e));
        }
        return new Read(List.copyOf(source.found), whole);
    }

    private void section(JsonParser parser, String prefix) {
        for (JsonToken token = parser.nextToken();
                token == JsonToken.PROPERTY_NAME;
                token = parser.nextToken()) {
            String key = prefix + parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            value(parser, key, line);
        }
    }

    private void value(JsonParser parser, String key, int line) {
        JsonToken token = parser.nextToken();
        switch (token) {
            case START_OBJECT -> section(parser, key + ".");
            case START_ARRAY -> sequence(parser, key, line);
            case VALUE_NULL ->
                    found.add(new Given(key, List.of(), false, Given.Source.FILE, at(line)));
            case null, default ->
                    keep(new Given(key, List.of(text(parser)), false, Given.Source.FILE, at(line)));
        }
    }

    private void sequence(JsonParser parser, String key, int line) {
        List<String> texts = new ArrayList<>();
        boolean flat = true;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = parser.nextToken()) {
            if (token.isStructStart()) {
                parser.skipChildren();
                flat = false;
            } else {
                texts.add(text(parser));
            }
        }
        if (flat) {
            keep(new Given(key, texts, true, Given.Source.FILE, at(line)));
        } else {
            problems.add(
                    new ConfigProblem(at(line), key + ": a list holds plain values, no sections"));
        }
    }

    private void keep(Given given) {
        @Nullable String earlier = firstPlace.putIfAbsent(given.key(), given.where());
        if (earlier == null) {
            found.add(given);
        } else {
            problems.add(
                    new ConfigProblem(
                            given.where(), given.key() + " is given twice, first at " + earlier));
        }
    }

    private void problem(JsonParser parser, String what) {
        problems.add(new ConfigProblem(at(parser.currentTokenLocation().getLineNr()), what));
    }

    private String at(int line) {
        return file + ":" + line;
    }

    private static String text(JsonParser parser) {
        String text = parser.getString();
        return text == null ? "" : text;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
