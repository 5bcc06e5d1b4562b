package org.vdeli.agent.peer;

import java.util.Base64;
import java.util.BitSet;
import org.vdeli.contracts.value.PieceLayout;

/// The words in which one agent tells another what it has of an asset: lines of text, the whole
/// state first and then what changes.
///
/// | line | meaning |
/// |---|---|
/// | `= HAVE FETCHING` | these pieces are here, and these on their way from outside the cluster; bit sets, least bit first, in base64 without padding, `-` for none |
/// | `+ N` | piece N is here |
/// | `~ N` | piece N is on its way from outside the cluster |
/// | `- N` | piece N is not on its way any more, and is not here |
/// | `.` | nothing new; sent when there was nothing else to say for a while |
final class PieceNews {
    static final String NOTHING_NEW = ".\n";

    /// A line of the whole state of 1 000 000 pieces is about so long.
    static final int LONGEST_LINE = 400_000;

    private PieceNews() {}

    static String whole(Holding.Moment now) {
        return "= " + text(now.have()) + " " + text(now.fetching()) + "\n";
    }

    /// What is different between two moments.
    static String changes(Holding.Moment before, Holding.Moment now) {
        StringBuilder lines = new StringBuilder();
        BitSet came = (BitSet) now.have().clone();
        came.andNot(before.have());
        came.stream().forEach(piece -> line(lines, '+', piece));
        BitSet begun = (BitSet) now.fetching().clone();
        begun.andNot(before.fetching());
        begun.stream().forEach(piece -> line(lines, '~', piece));
        BitSet left = (BitSet) before.fetching().clone();
        left.andNot(now.fetching());
        left.andNot(now.have());
        left.stream().forEach(piece -> line(lines, '-', piece));
        return lines.toString();
    }

    private static void line(StringBuilder lines, char what, int piece) {
        lines.append(what).append(' ').append(piece).append('\n');
    }

    /// Takes a line into the state that it belongs to.
    ///
    /// @throws IllegalArgumentException if it is not in these words
    static void read(String line, PieceLayout layout, BitSet have, BitSet fetching) {
        if (line.equals(".")) {
            return;
        }
        if (line.length() < 3 || line.charAt(1) != ' ') {
            throw new IllegalArgumentException("not a line of piece news: " + shown(line));
        }
        String rest = line.substring(2);
        switch (line.charAt(0)) {
            case '=' -> {
                String[] sets = rest.split(" ", -1);
                if (sets.length != 2) {
                    throw new IllegalArgumentException("not two sets of pieces: " + shown(line));
                }
                replace(have, sets[0], layout);
                replace(fetching, sets[1], layout);
            }
            case '+' -> {
                int piece = piece(rest, layout);
                have.set(piece);
                fetching.clear(piece);
            }
            case '~' -> fetching.set(piece(rest, layout));
            case '-' -> fetching.clear(piece(rest, layout));
            default ->
                    throw new IllegalArgumentException("not a line of piece news: " + shown(line));
        }
    }

    private static int piece(String text, PieceLayout layout) {
        int piece = Integer.parseInt(text);
        if (piece < 0 || piece >= layout.count()) {
            throw new IllegalArgumentException("no piece " + piece + " of " + layout.count());
        }
        return piece;
    }

    private static void replace(BitSet set, String text, PieceLayout layout) {
        BitSet read =
                text.equals("-") ? new BitSet() : BitSet.valueOf(Base64.getDecoder().decode(text));
        if (read.length() > layout.count()) {
            throw new IllegalArgumentException(
                    "no piece " + (read.length() - 1) + " of " + layout.count());
        }
        set.clear();
        set.or(read);
    }

    private static String text(BitSet set) {
        return set.isEmpty()
                ? "-"
                : Base64.getEncoder().withoutPadding().encodeToString(set.toByteArray());
    }

    private static String shown(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }
}
