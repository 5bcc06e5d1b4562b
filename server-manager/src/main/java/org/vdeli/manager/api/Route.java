package org.vdeli.manager.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vdeli.contracts.api.Page;

/// One line of the table of what the manager answers.
///
/// @param path with parameters in braces, such as `/api/v1/regions/{region}`
/// @param access who may call it
/// @param summary one sentence for the OpenAPI document
/// @param parameters of the query; any other is refused
/// @param body type of the JSON body, if it takes one
/// @param bodyLimit longest body in bytes
/// @param answer what comes out when all is well
/// @param handler does it
public record Route(
        Method method,
        String path,
        Access access,
        String summary,
        List<Parameter> parameters,
        Optional<Class<?>> body,
        long bodyLimit,
        Answer answer,
        Handler handler) {
    /// Bodies are small: the largest draft is a region with a finely drawn area.
    public static final long DEFAULT_BODY_LIMIT = 256 * 1024;

    public Route {
        parameters = List.copyOf(parameters);
    }

    /// The methods of HTTP that are used.
    public enum Method {
        GET,
        HEAD,
        POST,
        PUT,
        DELETE
    }

    /// One parameter of the query.
    ///
    /// @param meaning for the OpenAPI document
    public record Parameter(String name, String meaning) {}

    /// What comes out.
    public sealed interface Answer {
        int status();

        /// One object.
        record One(int status, Class<?> type) implements Answer {}

        /// One page of a list.
        record Many(Class<?> item) implements Answer {
            @Override
            public int status() {
                return 200;
            }
        }

        /// Nothing.
        record Empty() implements Answer {
            @Override
            public int status() {
                return 204;
            }
        }

        /// Something that the handler writes itself.
        ///
        /// @param mediaType such as `text/event-stream`
        /// @param bounded whether the time limit of handlers holds for it
        record Raw(int status, String mediaType, boolean bounded) implements Answer {}
    }

    /// Answers a call: the body that its [Answer] announces, or nothing.
    public interface Handler {
        Optional<Object> handle(Call call) throws Exception;
    }

    /// A handler that writes its answer itself.
    public interface RawHandler {
        void handle(Call call) throws Exception;
    }

    public static Draft get(String path, Access access, String summary) {
        return new Draft(Method.GET, path, access, summary);
    }

    public static Draft head(String path, Access access, String summary) {
        return new Draft(Method.HEAD, path, access, summary);
    }

    public static Draft post(String path, Access access, String summary) {
        return new Draft(Method.POST, path, access, summary);
    }

    public static Draft put(String path, Access access, String summary) {
        return new Draft(Method.PUT, path, access, summary);
    }

    public static Draft delete(String path, Access access, String summary) {
        return new Draft(Method.DELETE, path, access, summary);
    }

    /// A route whose answer is not stated yet.
    public static final class Draft {
        private final Method method;
        private final String path;
        private final Access access;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private long bodyLimit = DEFAULT_BODY_LIMIT;

        private Draft(Method method, String path, Access access, String summary) {
            this.method = method;
            this.path = path;
            this.access = access;
            this.summary = summary;
        }

        public Draft query(String name, String meaning) {
            parameters.add(new Parameter(name, meaning));
            return this;
        }

        public Draft query(List<Parameter> more) {
            parameters.addAll(more);
            return this;
        }

        public Draft bodyUpTo(long bytes) {
            bodyLimit = bytes;
            return this;
        }

        /// Takes a JSON body that keeps these rules.
        public <B> WithBody<B> takes(Rules<B> rules) {
            return new WithBody<>(this, rules);
        }

        /// Answers 200 with an object.
        public <R> Route answers(Class<R> type, Function<Call, R> handler) {
            return route(new Answer.One(200, type), call -> Optional.of(handler.apply(call)));
        }

        /// Answers 201 with a new object.
        public <R> Route creates(Class<R> type, Function<Call, R> handler) {
            return route(new Answer.One(201, type), call -> Optional.of(handler.apply(call)));
        }

        /// Answers 200 with a page of a list.
        public <R> Route pages(Class<R> item, Function<Call, Page<R>> handler) {
            return route(new Answer.Many(item), call -> Optional.of(handler.apply(call)));
        }

        /// Answers 204.
        public Route ends(Consumer<Call> handler) {
            return route(
                    new Answer.Empty(),
                    call -> {
                        handler.accept(call);
                        return Optional.empty();
                    });
        }

        /// Answers with bytes that the handler writes.
        public Route writes(String mediaType, RawHandler handler) {
            return raw(new Answer.Raw(200, mediaType, true), handler);
        }

        /// Answers with bytes that the handler writes for as long as it likes.
        public Route streams(String mediaType, RawHandler handler) {
            return raw(new Answer.Raw(200, mediaType, false), handler);
        }

        private Route raw(Answer answer, RawHandler handler) {
            return route(
                    answer,
                    call -> {
                        handler.handle(call);
                        return Optional.empty();
                    });
        }

        private Route route(Answer answer, Handler handler) {
            return route(answer, Optional.empty(), handler);
        }

        private Route route(Answer answer, Optional<Class<?>> body, Handler handler) {
            return new Route(
                    method, path, access, summary, parameters, body, bodyLimit, answer, handler);
        }
    }

    /// A route that takes a body and whose answer is not stated yet.
    public static final class WithBody<B> {
        private final Draft draft;
        private final Rules<B> rules;

        private WithBody(Draft draft, Rules<B> rules) {
            this.draft = draft;
            this.rules = rules;
        }

        public <R> Route answers(Class<R> type, BiFunction<Call, B, R> handler) {
            return one(200, type, handler);
        }

        public <R> Route creates(Class<R> type, BiFunction<Call, B, R> handler) {
            return one(201, type, handler);
        }

        public Route ends(BiConsumer<Call, B> handler) {
            return draft.route(
                    new Answer.Empty(),
                    Optional.of(rules.type()),
                    call -> {
                        handler.accept(call, call.body(rules));
                        return Optional.empty();
                    });
        }

        private <R> Route one(int status, Class<R> type, BiFunction<Call, B, R> handler) {
            return draft.route(
                    new Answer.One(status, type),
                    Optional.of(rules.type()),
                    call -> Optional.of(handler.apply(call, call.body(rules))));
        }
    }
}
