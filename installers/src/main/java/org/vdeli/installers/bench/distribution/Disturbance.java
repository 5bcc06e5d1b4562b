package org.vdeli.installers.bench.distribution;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something that goes wrong during a fill, or is right again.
///
/// @param after counted from the acceptance of the upload
/// @param command of `testbed.sh` with its arguments, such as `partition 1`
record Disturbance(Duration after, List<String> command) {
    private static final List<String> COMMANDS =
            List.of(
                    "wan",
                    "partition",
                    "heal",
                    "link",
                    "rate",
                    "loss",
                    "block",
                    "unblock",
                    "freeze",
                    "thaw",
                    "crash");
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?):(.+)");
    private static final String KILL = "crash";

    Disturbance {
        command = List.copyOf(command);
        if (!COMMANDS.contains(command.getFirst())) {
            throw new IllegalArgumentException(
                    "'" + command.getFirst() + "' is none of the disturbances " + COMMANDS);
        }
    }

    /// Reads `5:partition 1`: seconds after the acceptance, and what to do.
    ///
    /// @throws IllegalArgumentException on any other text
    static Disturbance parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be SECONDS:COMMAND, such as 5:partition 1, not " + text);
        }
        return new Disturbance(
                seconds(matcher.group(1)), List.of(matcher.group(2).strip().split(" +", -1)));
    }

    /// The end of all programs of a server.
    static Disturbance kill(String seconds, String node) {
        if (!seconds.matches("\\d{1,5}(\\.\\d{1,3})?")) {
            throw new IllegalArgumentException(
                    "must be SECONDS NODE, such as 3 e0-1, not " + seconds + " " + node);
        }
        return new Disturbance(seconds(seconds), List.of(KILL, node));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    /// The server that does not live on after it.
    Optional<String> killed() {
        return command.getFirst().equals(KILL) ? Optional.of(command.getLast()) : Optional.empty();
    }

    String text() {
        return String.join(" ", command);
    }
}
