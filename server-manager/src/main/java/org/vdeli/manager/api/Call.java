package org.vdeli.manager.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.vdeli.contracts.wire.Codec;

/// One request on its way through a handler.
public final class Call {
    /// A body of up to [Route#DEFAULT_BODY_LIMIT] needs far less on any line that can be used.
    private static final Duration BODY_TIME = Duration.ofSeconds(30);

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Context context;
    private final Route route;
    private final Caller caller;
    private final Codec codec;

    Call(Context context, Route route, Caller caller, Codec codec) {
        this.context = context;
        this.route = route;
        this.caller = caller;
        this.codec = codec;
    }

    public Caller caller() {
        return caller;
    }

    /// The operator who calls; only routes for operators may ask.
    public Caller.Operator operator() {
        if (caller instanceof Caller.Operator operator) {
            return operator;
        }
        throw new IllegalStateException(route.path() + " is not a route for operators");
    }

    /// The agent that calls; only routes for agents may ask.
    public Caller.Agent agent() {
        if (caller instanceof Caller.Agent agent) {
            return agent;
        }
        throw new IllegalStateException(route.path() + " is not a route for agents");
    }

    /// The text after `Bearer `; empty when there is none.
    public Optional<String> bearer() {
        return bearer(context);
    }

    static Optional<String> bearer(Context context) {
        return Optional.ofNullable(context.header("Authorization"))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip())
                .filter(token -> !token.isEmpty());
    }

    /// The client's address.
    public String client() {
        return context.ip();
    }

    /// A parameter of the path as an id. What cannot be an id is not found.
    ///
    /// @param name as in the route's path, without the braces
    public <T> T id(String name, Function<String, T> reader) {
        String text = context.pathParam(name);
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound(name + " " + shown(text));
        }
    }

    /// A parameter of the query that is given and not empty.
    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isEmpty());
    }

    /// A parameter of the query as a value.
    ///
    /// @throws ProblemException with status 400 if it is given and cannot be read
    public <T> Optional<T> query(String name, Function<String, T> reader) {
        return query(name)
                .map(text -> {
                    try {
                        return reader.apply(text);
                    } catch (IllegalArgumentException e) {
                        throw ProblemException.invalid(name, String.valueOf(e.getMessage()));
                    }
                });
    }

    /// A parameter of the query as a constant, in upper or lower case.
    public <E extends Enum<E>> Optional<E> query(String name, Class<E> type) {
        return query(
                name,
                text -> {
                    try {
                        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                "must be one of "
                                        + Arrays.toString(type.getEnumConstants())
                                                .replaceAll("[\\[\\]]", ""),
                                e);
                    }
                });
    }

    /// A parameter of the query as a time between 1970 and 2200.
    public Optional<Instant> queryInstant(String name) {
        return query(
                name,
                text -> {
                    try {
                        Instant time = Instant.parse(text);
                        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                            throw new IllegalArgumentException("must be between 1970 and 2200");
                        }
                        return time;
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException(
                                "must be a time such as 2026-11-20T12:00:00Z", e);
                    }
                });
    }

    /// The JSON body, if it keeps the rules. A long one is read as it comes, without its bytes and
    /// its tree in memory; then only the first thing that does not fit is named.
    <B> B body(Rules<B> rules) {
        String type = context.contentType();
        if (type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw ProblemException.unsupportedMediaType(shown(type), "application/json");
        }
        long limit = route.bodyLimit();
        long length = request().getContentLengthLong();
        if (length > limit) {
            throw ProblemException.tooLarge(limit);
        }
        try {
            InputStream in =
                    ClientStreams.limited(request().getInputStream(), limit, BODY_TIME.toNanos());
            return length > Route.DEFAULT_BODY_LIMIT
                    ? rules.read(codec, in)
                    : rules.read(codec, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the body of " + route.path(), e);
        }
    }

    /// Answers with another status than the route's own.
    public void status(int status) {
        context.status(status);
    }

    public void header(String name, String value) {
        context.header(name, value);
    }

    /// For handlers that read or write bytes themselves.
    public HttpServletRequest request() {
        return ClientStreams.of(context.req());
    }

    /// For handlers that write bytes themselves.
    public HttpServletResponse response() {
        return ClientStreams.of(context.res());
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "...";
    }
}
