package org.vdeli.contracts.config;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// What reading a configuration ended with.
///
/// @param <T> the configuration record
public sealed interface ConfigResult<T extends Record> {

    /// The configuration is complete and every value is good.
    ///
    /// @param config the bound record
    /// @param effective one line per key, `key = value (where it came from)`, secrets masked, to be
    ///   logged at start
    /// @param <T> the configuration record
    record Ok<T extends Record>(T config, List<String> effective) implements ConfigResult<T> {
        public Ok {
            Objects.requireNonNull(config, "config");
            effective = List.copyOf(effective);
        }
    }

    /// Something is wrong; the list names everything that is.
    ///
    /// @param problems at least one
    /// @param <T> the configuration record
    record Problems<T extends Record>(List<ConfigProblem> problems) implements ConfigResult<T> {
        public Problems {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a list of problems without a problem");
            }
        }

        /// The whole list as text for standard error; the program then ends with
        /// [ExitCode#CONFIGURATION].
        ///
        /// @param program the program that cannot start, for example `manager`
        /// @return the whole list as text for standard error; the program then ends with
        ///   [ExitCode#CONFIGURATION]
        public String asText(String program) {
            return problems.stream()
                    .map(problem -> "  " + problem)
                    .collect(
                            Collectors.joining(
                                    "\n",
                                    "could not start "
                                            + program
                                            + ": its configuration has "
                                            + (problems.size() == 1
                                                    ? "1 problem"
                                                    : problems.size() + " problems")
                                            + "\n",
                                    "\n"));
        }
    }
}
