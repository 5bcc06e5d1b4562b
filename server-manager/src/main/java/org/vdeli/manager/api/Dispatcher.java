package org.vdeli.manager.api;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.manager.database.DatabaseUnavailable;
import org.vdeli.manager.database.DuplicateKey;
import org.vdeli.manager.database.StillInUse;

/// Takes a call to its route's handler and answers it, whatever happens: the rim at which every
/// exception of a handler ends.
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final long PERMIT_WAIT_SECONDS = 5;

    /// What Linux says (ENOSPC); Java passes on the words alone.
    private static final String NO_ROOM = "No space left on device";

    /// Calls with a body beyond [Route#DEFAULT_BODY_LIMIT] at once: each may take some 100 MB while
    /// it is read, of 512 MB in all.
    static final int LONG_BODIES = 2;

    private final HttpSettings settings;
    private final List<Route> routes;
    private final Authenticator authenticator;
    private final Codec codec;
    private final Semaphore permits;
    private final Semaphore longBodies = new Semaphore(LONG_BODIES);
    private final Deadlines deadlines = new Deadlines();

    Dispatcher(
            HttpSettings settings, List<Route> routes, Authenticator authenticator, Codec codec) {
        this.settings = settings;
        this.routes = List.copyOf(routes);
        this.authenticator = authenticator;
        this.codec = codec;
        this.permits = new Semaphore(settings.maxCalls());
    }

    /// Answers one call.
    void handle(Context context, Route route) {
        try {
            context.header("Cache-Control", "no-store");
            context.header("X-Content-Type-Options", "nosniff");
            Caller caller = admit(context, route);
            refuseUnknownParameters(context, route);
            Call call = new Call(context, route, caller, codec);
            if (route.answer() instanceof Route.Answer.Raw raw && !raw.bounded()) {
                route.handler().handle(call);
            } else if (context.req().getContentLengthLong() > Route.DEFAULT_BODY_LIMIT) {
                handleLongBody(context, route, call);
            } else {
                handleWithin(context, route, call);
            }
        } catch (Throwable e) {
            answer(context, problemOf(route, e));
        }
    }

    private void handleLongBody(Context context, Route route, Call call) throws Exception {
        if (!longBodies.tryAcquire(PERMIT_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw ProblemException.unavailable(
                    "could not take so long a body: " + LONG_BODIES + " others are being read");
        }
        try {
            handleWithin(context, route, call);
        } finally {
            longBodies.release();
        }
    }

    private void handleWithin(Context context, Route route, Call call) throws Exception {
        if (!permits.tryAcquire(PERMIT_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw ProblemException.unavailable(
                    "could not take the call: " + settings.maxCalls() + " others are at work");
        }
        Deadlines.Deadline deadline = deadlines.begin(settings.handlerTime());
        try (deadline) {
            context.status(route.answer().status());
            Optional<Object> body = route.handler().handle(call);
            body.ifPresent(value -> write(context, "application/json", value));
        } catch (ProblemException e) {
            throw e;
        } catch (Exception e) {
            if (deadline.missed()) {
                LOG.warn("http-call-too-long route=\"{} {}\"", route.method(), route.path());
                throw ProblemException.unavailable(
                        "could not finish within " + settings.handlerTime().toSeconds() + " s");
            }
            throw e;
        } finally {
            permits.release();
        }
    }

    private Caller admit(Context context, Route route) {
        if (route.access() == Access.OPEN) {
            return new Caller.Nobody();
        }
        Caller caller =
                Call.bearer(context)
                        .flatMap(authenticator::authenticate)
                        .orElseThrow(() ->
                                ProblemException.unauthorised(
                                        "could not tell who calls: the bearer token is missing,"
                                                + " unknown or expired; log in again"));
        if (!caller.may(route.access())) {
            throw ProblemException.forbidden(
                    "could not "
                            + route.method()
                            + " "
                            + route.path()
                            + ": "
                            + caller.name()
                            + " lacks the right "
                            + route.access());
        }
        return caller;
    }

    private static void refuseUnknownParameters(Context context, Route route) {
        Set<String> known =
                route.parameters().stream().map(Route.Parameter::name).collect(Collectors.toSet());
        Violations violations = new Violations();
        for (String name : context.queryParamMap().keySet()) {
            violations.require(
                    known.contains(name),
                    name.length() <= 60 ? name : name.substring(0, 60),
                    "is no parameter of this call; it has "
                            + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
        violations.throwIfAny();
    }

    private ProblemException problemOf(Route route, Throwable e) {
        return switch (e) {
            case ProblemException problem -> problem;
            case DatabaseUnavailable down ->
                    ProblemException.unavailable("could not reach the database; try again");
            case DuplicateKey twice -> ProblemException.conflict(twice.getMessage() + "");
            case StillInUse used -> ProblemException.conflict(used.getMessage() + "");
            case UncheckedIOException io -> ioFailed(route, io);
            case IOException io -> ioFailed(route, io);
            default -> failed(route, e);
        };
    }

    /// The client's bytes or the manager's own files.
    private static ProblemException ioFailed(Route route, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientStreams.Refused refused) {
                return refused.problem();
            }
            if (cause instanceof ClientStreams.Gone) {
                return clientGone(route, e);
            }
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(NO_ROOM)) {
                LOG.error("http-disk-full route=\"{} {}\"", route.method(), route.path(), e);
                return ProblemException.of(
                        507,
                        "no-room",
                        "No room",
                        "could not carry out the call: the manager's disk is full");
            }
        }
        return failed(route, e);
    }

    private static ProblemException clientGone(Route route, Exception e) {
        LOG.debug("http-client-gone route=\"{} {}\"", route.method(), route.path(), e);
        return ProblemException.tooSlow("could not read the request to its end");
    }

    private static ProblemException failed(Route route, Throwable e) {
        String mark = UUID.randomUUID().toString();
        LOG.error(
                "http-call-failed route=\"{} {}\" mark={}", route.method(), route.path(), mark, e);
        return ProblemException.of(
                500,
                "failed",
                "Internal error",
                "could not carry out the call; the manager's log says why under " + mark);
    }

    /// 404 or 405 for what no route matches.
    private ProblemException notMatched(Context context) {
        String path = context.path();
        String allowed =
                routes.stream()
                        .filter(route -> pattern(route.path()).matcher(path).matches())
                        .map(route -> route.method().name())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return allowed.isEmpty()
                ? ProblemException.notFound("anything at this path")
                : ProblemException.methodNotAllowed(
                        "could not " + context.method() + " here: only " + allowed, allowed);
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+"));
    }

    /// Answers what Javalin itself refuses before a handler is reached.
    void outsideHandlers(Exception e, Context context) {
        answer(
                context,
                switch (e) {
                    case HttpResponseException refused when refused.getStatus() == 404 ->
                            notMatched(context);
                    case HttpResponseException refused ->
                            ProblemException.of(
                                    refused.getStatus(),
                                    "refused",
                                    "Refused",
                                    String.valueOf(refused.getMessage()));
                    default -> failedOutside(context, e);
                });
    }

    private static ProblemException failedOutside(Context context, Exception e) {
        LOG.error("http-call-failed path={}", context.path(), e);
        return ProblemException.of(500, "failed", "Internal error", "could not take the call");
    }

    private void answer(Context context, ProblemException exception) {
        if (context.res().isCommitted()) {
            return;
        }
        Problem problem = exception.problem();
        context.res().reset();
        context.header("Cache-Control", "no-store");
        exception.headers().forEach(context::header);
        context.status(problem.status());
        write(context, "application/problem+json", problem);
    }

    private void write(Context context, String mediaType, Object body) {
        context.contentType(mediaType).result(codec.write(body));
    }

    @Override
    public void close() {
        deadlines.close();
    }
}
