package org.vdeli.router.map;

import java.util.List;

/// How a server stands towards viewers, as its manager sees it. New ones are added at the end: the
/// number travels.
public enum Standing {
    /// It serves.
    UP(0, "serves"),
    /// It was not heard for too long.
    SILENT(1, "was not heard for too long"),
    /// Its agent lives, its nginx does not answer.
    NGINX_DOWN(2, "its nginx does not answer"),
    /// It gets no new viewers.
    DRAINING(3, "is being drained"),
    /// It is not in service: joining, in maintenance, or retired.
    OUT(4, "is not in service");

    private static final List<Standing> ALL = List.of(values());

    private final byte number;
    private final String words;

    Standing(int number, String words) {
        this.number = (byte) number;
        this.words = words;
    }

    /// What stands for it where servers are many.
    public byte number() {
        return number;
    }

    /// As it is said of a server.
    public String words() {
        return words;
    }

    /// One that a newer manager knows is one that does not serve.
    public static Standing of(int number) {
        return number >= 0 && number < ALL.size() ? ALL.get(number) : OUT;
    }
}
