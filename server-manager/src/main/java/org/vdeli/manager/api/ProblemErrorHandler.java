package org.vdeli.manager.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.vdeli.contracts.api.Problem;
import org.vdeli.contracts.wire.Codec;

/// Answers what Jetty refuses before a route is looked for (a header too long, a path that is no
/// path) in the same form as everything else.
final class ProblemErrorHandler extends ErrorHandler {
    private final Codec codec = new Codec();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        String words = HttpStatus.getMessage(status);
        Problem problem =
                new Problem("refused", words, status, "could not take the request", List.of());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] body = codec.write(problem).getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
