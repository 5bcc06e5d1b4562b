package org.vdeli.console.frame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;

/// Finds commands by what is typed, off the screen: a fleet has thousands.
public final class PaletteModel {
    /// As many as anybody looks through.
    static final int LONGEST_LIST = 50;

    private final Supplier<List<Command>> offers;
    private final Background background;
    private final ReadOnlyObjectWrapper<List<Command>> found =
            new ReadOnlyObjectWrapper<>(List.of());
    private volatile List<Command> offered = List.of();
    private long searches;

    /// @param offers all commands there are now; asked for each time the palette opens, off the
    ///   screen
    public PaletteModel(Supplier<List<Command>> offers, Background background) {
        this.offers = offers;
        this.background = background;
    }

    /// The commands that fit, the best first.
    public ReadOnlyObjectProperty<List<Command>> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /// Begins anew with what there is now.
    public void open() {
        offered = List.of();
        search("");
    }

    /// Looks for what is typed; a later search overtakes an earlier one.
    public void search(String text) {
        long mine = ++searches;
        background.ask(
                "console-palette",
                () -> {
                    if (offered.isEmpty()) {
                        offered = offers.get();
                    }
                    return new Answer.Ok<>(best(offered, text));
                },
                answer -> {
                    if (mine == searches && answer instanceof Answer.Ok<List<Command>>(var list)) {
                        found.set(list);
                    }
                });
    }

    private record Ranked(Command command, int rank) {}

    /// Those that hold every word, in any place and case: names that begin so before names with a
    /// word that does, these before all others; screens and actions first among equals.
    static List<Command> best(List<Command> all, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        String[] words = wanted.split("\\s+");
        List<Ranked> fitting = new ArrayList<>();
        for (Command command : all) {
            int rank = rank(command, wanted, words);
            if (rank >= 0) {
                fitting.add(new Ranked(command, rank));
            }
        }
        fitting.sort(
                Comparator.comparingInt(Ranked::rank)
                        .thenComparing(ranked -> ranked.command().kind()));
        return fitting.stream().limit(LONGEST_LIST).map(Ranked::command).toList();
    }

    private static int rank(Command command, String wanted, String[] words) {
        String name = command.name().toLowerCase(Locale.ROOT);
        String hint = command.hint().toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!name.contains(word) && !hint.contains(word)) {
                return -1;
            }
        }
        if (name.startsWith(wanted)) {
            return 0;
        }
        int at = name.indexOf(words[0]);
        if (at > 0 && !Character.isLetterOrDigit(name.charAt(at - 1))) {
            return 1;
        }
        return at >= 0 ? 2 : 3;
    }
}
