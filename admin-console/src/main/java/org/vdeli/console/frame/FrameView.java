package org.vdeli.console.frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.vdeli.console.text.Labels;

/// The window's content once an operator is signed in: bars around the open screen.
public final class FrameView {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final KeyCombination PALETTE =
            new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination FIND =
            new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);

    private final List<ScreenEntry> entries;
    private final Map<String, Screen> built = new HashMap<>();
    private final Runnable opened;
    private final NavigationBar navigation;
    private final TopBar top;
    private final StackPane place = new StackPane();
    private final VBox waiting =
            new VBox(new ProgressIndicator(), new Label(Labels.text("frame.waiting")));
    private final StackPane root = new StackPane();
    private final KeysCard keys = new KeysCard();
    private final CommandPalette palette;
    private volatile @Nullable Screen current;

    /// @param things what the palette offers besides screens and the frame's own actions: given
    ///   this, which goes to places; asked off the screen
    /// @param finding makes the palette's model of all that it offers
    /// @param opened runs when a screen was opened, to have it refreshed soon
    public FrameView(
            FrameModel model,
            List<ScreenEntry> entries,
            Function<FrameView, List<Command>> things,
            Function<Supplier<List<Command>>, PaletteModel> finding,
            Runnable switchTheme,
            Runnable opened) {
        this.entries = entries;
        this.opened = opened;
        this.navigation = new NavigationBar(entries, this::open);
        this.palette =
                new CommandPalette(
                        finding.apply(() -> {
                            List<Command> all = new ArrayList<>(own(model, switchTheme));
                            all.addAll(things.apply(this));
                            return List.copyOf(all);
                        }));
        this.top = new TopBar(model, switchTheme, palette::open, keys::toggle, this::filter);
        place.getStyleClass().add("place");

        waiting.getStyleClass().add("waiting");
        StackPane center = new StackPane(place, waiting);
        VBox middle = new VBox(new Banner(model).view(), center);
        VBox.setVgrow(center, Priority.ALWAYS);
        BorderPane bars = new BorderPane(middle);
        bars.setTop(top.view());
        bars.setLeft(navigation.view());
        bars.setBottom(new StatusBar(model).view());
        root.getChildren().addAll(bars, palette.view(), keys.view(), new SignInAgain(model).view());
        root.getStyleClass().add("frame");
        root.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (PALETTE.match(event)) {
                        if (palette.isOpen()) {
                            palette.close();
                        } else {
                            palette.open();
                        }
                        event.consume();
                    } else if (event.getCode() == KeyCode.F1) {
                        keys.toggle();
                        event.consume();
                    } else if (FIND.match(event)) {
                        top.focusSearch();
                        event.consume();
                    } else if (event.isShortcutDown() && event.getCode().isDigitKey()) {
                        openAt(Character.digit(event.getCode().getChar().charAt(0), 10) - 1);
                        event.consume();
                    }
                });
        model.statusProperty()
                .addListener((property, old, now) -> {
                    place.pseudoClassStateChanged(STALE, now.isStale());
                    navigation.badge("alarms", now.openAlarms());
                    showWaiting(now);
                    if (now.everLive() && !old.everLive()) {
                        opened.run();
                    }
                });
        showWaiting(model.statusProperty().get());
        open(entries.getFirst().id());
    }

    /// Before the first snapshot an empty table would say that there is nothing.
    private void showWaiting(FrameStatus status) {
        waiting.setVisible(!status.everLive());
        place.setVisible(status.everLive());
    }

    public Parent view() {
        return root;
    }

    /// The open screen, for the ticker.
    public @Nullable Screen current() {
        return current;
    }

    /// Opens a screen by its id.
    public void open(String id) {
        ScreenEntry entry =
                entries.stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
        Screen screen = built.computeIfAbsent(id, name -> entry.screen().get());
        if (screen.equals(current)) {
            return;
        }
        current = screen;
        navigation.select(id);
        top.show(
                Labels.text("nav." + id),
                screen.filter().isPresent() ? Labels.text("search." + id) : "");
        place.getChildren().setAll(screen.view());
        opened.run();
    }

    /// Opens a screen and goes to something in it.
    public void open(String id, Place place) {
        open(id);
        Screen screen = current;
        if (screen != null) {
            screen.show(place);
        }
    }

    private List<Command> own(FrameModel model, Runnable switchTheme) {
        List<Command> all = new ArrayList<>();
        for (ScreenEntry entry : entries) {
            all.add(
                    new Command(
                            Command.Kind.SCREEN,
                            Labels.text("nav." + entry.id()),
                            "",
                            entry.icon(),
                            () -> open(entry.id())));
        }
        all.add(
                new Command(
                        Command.Kind.ACTION,
                        Labels.text("frame.theme"),
                        "",
                        MaterialDesignT.THEME_LIGHT_DARK,
                        switchTheme));
        all.add(
                new Command(
                        Command.Kind.ACTION,
                        Labels.text("keys.title"),
                        "",
                        MaterialDesignK.KEYBOARD_OUTLINE,
                        keys::toggle));
        all.add(
                new Command(
                        Command.Kind.ACTION,
                        Labels.text("frame.sign-out"),
                        "",
                        MaterialDesignL.LOGOUT,
                        model::signOut));
        return all;
    }

    /// Opens the screen with a place in the navigation, from 0; Ctrl-1 is the first.
    private void openAt(int place) {
        if (place >= 0 && place < entries.size()) {
            open(entries.get(place).id());
        }
    }

    private void filter(String text) {
        Screen screen = current;
        if (screen != null) {
            screen.filter().ifPresent(filter -> filter.accept(text));
        }
    }
}
