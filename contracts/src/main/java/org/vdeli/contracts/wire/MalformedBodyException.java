package org.vdeli.contracts.wire;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/// The body of an HTTP call was not what its type asks for.
public final class MalformedBodyException extends RuntimeException {
    private final String field;

    MalformedBodyException(String field, String message) {
        super(message);
        this.field = field;
    }

    private MalformedBodyException(String field, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.field = field;
    }

    static MalformedBodyException of(JacksonException e) {
        String field =
                e instanceof DatabindException databind
                        ? databind.getPath().stream()
                                .map(reference ->
                                        reference.getPropertyName() == null
                                                ? String.valueOf(reference.getIndex())
                                                : reference.getPropertyName())
                                .collect(Collectors.joining("."))
                        : "";
        Throwable cause = e.getCause();
        String reason =
                cause instanceof IllegalArgumentException && cause.getMessage() != null
                        ? cause.getMessage()
                        : e.getOriginalMessage();
        return new MalformedBodyException(field, reason, e);
    }

    /// Where in the body: components joined by dots; empty for the body as a whole.
    public String field() {
        return field;
    }

    /// What is wrong there.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
