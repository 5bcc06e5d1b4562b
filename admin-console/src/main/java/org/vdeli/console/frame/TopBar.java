package org.vdeli.console.frame;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Brand;
import org.vdeli.console.ui.Icons;

/// The bar at the top: mark, place, search, theme, operator.
final class TopBar {
    private final HBox bar = new HBox();
    private final Label title = new Label();
    private final CustomTextField search = new CustomTextField();
    private final MenuButton operator = new MenuButton();

    /// @param palette opens the palette
    /// @param keys shows the keys
    TopBar(
            FrameModel model,
            Runnable switchTheme,
            Runnable palette,
            Runnable keys,
            Consumer<String> filter) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox brand = new HBox(Brand.small());
        brand.setAlignment(Pos.CENTER_LEFT);
        brand.getStyleClass().add("brand-place");
        title.getStyleClass().add("screen-title");
        title.setId("screen-title");

        bar.getChildren()
                .addAll(
                        brand,
                        title,
                        gap,
                        search(filter),
                        button(
                                "palette-open",
                                MaterialDesignC.CONSOLE_LINE,
                                "palette.open",
                                palette),
                        button("keys-open", MaterialDesignK.KEYBOARD_OUTLINE, "keys.open", keys),
                        button(
                                "theme",
                                MaterialDesignT.THEME_LIGHT_DARK,
                                "frame.theme",
                                switchTheme),
                        operator(model));
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("top-bar");
    }

    Parent view() {
        return bar;
    }

    /// Names the open screen.
    ///
    /// @param prompt what the search field asks; empty where there is nothing to search
    void show(String screenTitle, String prompt) {
        title.setText(screenTitle);
        search.clear();
        search.setPromptText(prompt);
        search.setVisible(!prompt.isEmpty());
    }

    void focusSearch() {
        if (search.isVisible()) {
            search.requestFocus();
            search.selectAll();
        }
    }

    private CustomTextField search(Consumer<String> filter) {
        search.setId("search");
        search.setPrefWidth(340);
        search.setLeft(Icons.of(MaterialDesignM.MAGNIFY, "muted", "in-field"));
        Label key = new Label(Labels.text("search.key"));
        key.getStyleClass().add("key-cap");
        search.setRight(key);
        // the operator's fingers are faster than 4000 rows need be sorted
        PauseTransition pause = new PauseTransition(Duration.millis(120));
        pause.setOnFinished(event -> filter.accept(search.getText()));
        search.textProperty().addListener((property, old, now) -> pause.playFromStart());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                search.clear();
            }
        });
        return search;
    }

    private static Button button(String id, Ikon icon, String label, Runnable action) {
        Button button = new Button(null, Icons.of(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "button-icon");
        button.setTooltip(new Tooltip(Labels.text(label)));
        button.setAccessibleText(Labels.text(label));
        button.setOnAction(event -> action.run());
        return button;
    }

    private MenuButton operator(FrameModel model) {
        operator.setId("operator");
        operator.setGraphic(Icons.of(MaterialDesignA.ACCOUNT_CIRCLE_OUTLINE));
        operator.getStyleClass().add("flat");
        MenuItem signOut =
                new MenuItem(Labels.text("frame.sign-out"), Icons.of(MaterialDesignL.LOGOUT));
        signOut.setId("sign-out");
        signOut.setOnAction(event -> model.signOut());
        operator.getItems().add(signOut);
        operator.setText(model.statusProperty().get().operator());
        model.statusProperty()
                .addListener((property, old, now) -> operator.setText(now.operator()));
        return operator;
    }
}
