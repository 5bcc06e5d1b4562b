package org.vdeli.manager.api;

import java.util.List;
import java.util.Map;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.Violation;

/// A call that ends with an error answer.
public final class ProblemException extends RuntimeException {
    private final Problem problem;
    private final Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.status() + " " + problem.detail());
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public Problem problem() {
        return problem;
    }

    /// Headers that the answer carries besides, such as `Retry-After`.
    public Map<String, String> headers() {
        return headers;
    }

    /// 400: rules that the call breaks, all of them.
    public static ProblemException invalid(List<Violation> violations) {
        String detail =
                "could not take the request: "
                        + violations.size()
                        + (violations.size() == 1 ? " rule is broken" : " rules are broken")
                        + "; mend what the violations name and send it again";
        return new ProblemException(
                new Problem("invalid", "Rules are broken", 400, detail, violations), Map.of());
    }

    /// 400 for one rule.
    public static ProblemException invalid(String field, String reason) {
        return invalid(List.of(new Violation(field, reason)));
    }

    /// 401: who are you?
    public static ProblemException unauthorised(String detail) {
        return of(401, "unauthorised", "Log in first", detail, "WWW-Authenticate", "Bearer");
    }

    /// 403: you may not.
    public static ProblemException forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    /// 404: there is no such thing, or not for this caller.
    ///
    /// @param thing such as `server 0abc`
    public static ProblemException notFound(String thing) {
        return of(404, "not-found", "Not found", "could not find " + thing);
    }

    /// 405, with the methods that would do.
    public static ProblemException methodNotAllowed(String detail, String allowed) {
        return of(405, "method-not-allowed", "Method not allowed", detail, "Allow", allowed);
    }

    /// 408: the client took too long to send its request.
    public static ProblemException tooSlow(String detail) {
        return of(408, "too-slow", "Request came too slowly", detail, "Connection", "close");
    }

    /// 409: it contradicts what is there.
    public static ProblemException conflict(String detail) {
        return of(409, "conflict", "Conflict", detail);
    }

    /// 413: the body is longer than it may be.
    public static ProblemException tooLarge(long limit) {
        return of(
                413,
                "too-large",
                "Body too large",
                "could not take the request: its body is longer than " + limit + " bytes",
                "Connection",
                "close");
    }

    /// 415: not a type of body that the route reads.
    public static ProblemException unsupportedMediaType(String given, String expected) {
        return of(
                415,
                "unsupported-media-type",
                "Unsupported media type",
                "could not read a body of type " + given + ": send " + expected);
    }

    /// 429: too often; try again after so many seconds.
    public static ProblemException tooMany(String detail, long seconds) {
        return of(
                429,
                "too-many",
                "Too many requests",
                detail,
                "Retry-After",
                Long.toString(seconds));
    }

    /// 503: something that the manager needs is not there right now.
    public static ProblemException unavailable(String detail) {
        return of(503, "unavailable", "Temporarily unavailable", detail, "Retry-After", "2");
    }

    /// Any other status.
    public static ProblemException of(int status, String type, String title, String detail) {
        return new ProblemException(new Problem(type, title, status, detail, List.of()), Map.of());
    }

    private static ProblemException of(
            int status, String type, String title, String detail, String header, String value) {
        return new ProblemException(
                new Problem(type, title, status, detail, List.of()), Map.of(header, value));
    }
}
