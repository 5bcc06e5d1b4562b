package org.vdeli.contracts.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The word that somebody probably meant: the one with the fewest single-letter edits
/// (Levenshtein).
final class Nearest {
    private Nearest() {}

    /// The nearest word, if no more than a third of the letters of the wrong one (at least two)
    /// would have to be changed.
    static Optional<String> to(String wrong, Collection<String> words) {
        int bound = Math.max(2, wrong.length() / 3);
        return words.stream()
                .min(
                        Comparator.comparingInt((String word) -> edits(wrong, word))
                                .thenComparing(word -> word))
                .filter(word -> edits(wrong, word) <= bound);
    }

    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
