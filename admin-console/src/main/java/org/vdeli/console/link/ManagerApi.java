package org.vdeli.console.link;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.vdeli.contracts.api.LoginRequest;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.api.SessionView;
import org.vdeli.contracts.http.TimedCall;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// The manager's REST interface: one call, one [Answer]. Every call has a deadline.
final class ManagerApi {
    /// Long enough for a satellite line, short enough to say so while the operator still looks.
    static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);

    static final Duration CALL_DEADLINE = Duration.ofSeconds(15);

    private final HttpClient http;
    private final Codec codec;

    ManagerApi(HttpClient http, Codec codec) {
        this.http = http;
        this.codec = codec;
    }

    Answer<SessionView> login(ManagerAddress manager, String name, String password) {
        HttpRequest request =
                HttpRequest.newBuilder(manager.at("/api/v1/sessions"))
                        .timeout(CALL_DEADLINE)
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        codec.write(new LoginRequest(name, password))))
                        .build();
        Answer<SessionView> answer =
                send(manager, request, body -> codec.read(body, SessionView.class));
        return answer instanceof Answer.Refused<SessionView> refused
                        && refused.reason() == Refusal.SESSION_EXPIRED
                ? new Answer.Refused<>(Refusal.WRONG_CREDENTIALS, refused.detail())
                : answer;
    }

    Answer<Done> logout(Session session) {
        return send(
                session.manager(),
                request(session, "/api/v1/sessions/current").DELETE().build(),
                body -> Done.DONE);
    }

    <T> Answer<T> get(Session session, String path, Class<T> type) {
        return send(
                session.manager(),
                request(session, path).GET().build(),
                body -> codec.read(body, type));
    }

    /// One page of a list; the path says which.
    <T> Answer<Page<T>> page(Session session, String path, Class<T> itemType) {
        return send(
                session.manager(),
                request(session, path).GET().build(),
                body -> codec.readPage(body, itemType));
    }

    /// Removes what a path names.
    Answer<Done> delete(Session session, String path) {
        return send(
                session.manager(), request(session, path).DELETE().build(), answer -> Done.DONE);
    }

    /// All items of a list, page after page.
    <T> Answer<List<T>> list(Session session, String path, Class<T> itemType) {
        List<T> items = new ArrayList<>();
        char joint = path.contains("?") ? '&' : '?';
        for (int page = 1; ; page++) {
            String pagePath = path + joint + "page=" + page + "&pageSize=" + Page.MAX_PAGE_SIZE;
            Answer<Page<T>> answer =
                    send(
                            session.manager(),
                            request(session, pagePath).GET().build(),
                            body -> codec.readPage(body, itemType));
            switch (answer) {
                case Answer.Ok<Page<T>>(Page<T> got) -> {
                    items.addAll(got.items());
                    if (got.items().isEmpty() || items.size() >= got.total()) {
                        return new Answer.Ok<>(List.copyOf(items));
                    }
                }
                case Answer.Refused<Page<T>> refused -> {
                    return refused.map(nothing -> List.of());
                }
            }
        }
    }

    <T> Answer<T> post(Session session, String path, Object body, Class<T> type) {
        return send(
                session.manager(),
                request(session, path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(codec.write(body)))
                        .build(),
                answer -> codec.read(answer, type));
    }

    /// As `post`, when the answer's body does not matter.
    Answer<Done> tell(Session session, String path, Object body) {
        return send(
                session.manager(),
                request(session, path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(codec.write(body)))
                        .build(),
                answer -> Done.DONE);
    }

    /// Replaces what a path names; the answer's body does not matter.
    Answer<Done> put(Session session, String path, Object body) {
        return send(
                session.manager(),
                request(session, path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(codec.write(body)))
                        .build(),
                answer -> Done.DONE);
    }

    /// Has the manager do what a path names; the answer's body does not matter.
    Answer<Done> order(Session session, String path) {
        return send(
                session.manager(),
                request(session, path).POST(BodyPublishers.noBody()).build(),
                answer -> Done.DONE);
    }

    private static HttpRequest.Builder request(Session session, String path) {
        return HttpRequest.newBuilder(session.manager().at(path))
                .timeout(CALL_DEADLINE)
                .header("Authorization", "Bearer " + session.view().token());
    }

    private <T> Answer<T> send(
            ManagerAddress manager, HttpRequest request, Function<byte[], T> reader) {
        try {
            HttpResponse<byte[]> response =
                    TimedCall.send(http, request, BodyHandlers.ofByteArray(), CALL_DEADLINE);
            if (response.statusCode() / 100 != 2) {
                return refusal(response.statusCode(), response.body());
            }
            return new Answer.Ok<>(reader.apply(response.body()));
        } catch (MalformedBodyException e) {
            return new Answer.Refused<>(Refusal.NOT_A_MANAGER, manager.shortName());
        } catch (IOException e) {
            return new Answer.Refused<>(Refusal.UNREACHABLE, manager.shortName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Refused<>(Refusal.UNREACHABLE, manager.shortName());
        }
    }

    /// What an answer with an error status means.
    <T> Answer<T> refusal(int status, byte[] body) {
        String detail;
        List<org.vdeli.contracts.api.Violation> violations;
        try {
            Problem problem = codec.read(body, Problem.class);
            detail = problem.detail();
            violations = problem.violations();
        } catch (MalformedBodyException e) {
            detail = "HTTP status " + status;
            violations = List.of();
        }
        Refusal reason =
                switch (status) {
                    case 401 -> Refusal.SESSION_EXPIRED;
                    case 403 -> Refusal.FORBIDDEN;
                    case 404, 410 -> Refusal.NOT_FOUND;
                    case 429 -> Refusal.TOO_MANY;
                    default -> status / 100 == 4 ? Refusal.INVALID : Refusal.MANAGER_FAILED;
                };
        return new Answer.Refused<>(reason, detail, violations);
    }
}
