package org.vdeli.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A rule that nothing can break protects nothing.
class HouseRulesTest {
    static final class Talker {
        final PrintStream stream = System.out;
    }

    static final class ClockReader {
        final Instant now = Instant.now();
    }

    static final class Gambler {
        final Random random = new Random(1);
    }

    static final class LineHelper {}

    static final class LineManager {}

    static final class OldLogger {
        final java.util.logging.Level level = java.util.logging.Level.INFO;
    }

    private static boolean breaks(ArchRule rule, Class<?> type) {
        return rule.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
    }

    @Test
    void findsWhatBreaksThem() {
        assertThat(breaks(HouseRules.PRINTS_IN_COMMANDS_ALONE, Talker.class)).isTrue();
        assertThat(breaks(HouseRules.TAKES_THE_TIME_FROM_OUTSIDE, ClockReader.class)).isTrue();
        assertThat(breaks(HouseRules.TAKES_CHANCE_FROM_OUTSIDE, Gambler.class)).isTrue();
        assertThat(breaks(HouseRules.NAMES_SAY_WHAT_A_CLASS_IS, LineHelper.class)).isTrue();
        assertThat(breaks(HouseRules.NAMES_SAY_WHAT_A_CLASS_IS, LineManager.class)).isTrue();
        assertThat(breaks(HouseRules.LOGS_THROUGH_SLF4J, OldLogger.class)).isTrue();
    }

    @Test
    void areAllKeptByAClassThatDoesNothingWrong() {
        assertThat(breaks(HouseRules.NAMES_SAY_WHAT_A_CLASS_IS, Talker.class)).isFalse();
        assertThat(breaks(HouseRules.PRINTS_IN_COMMANDS_ALONE, ClockReader.class)).isFalse();
        assertThat(breaks(HouseRules.TAKES_THE_TIME_FROM_OUTSIDE, Talker.class)).isFalse();
    }
}
