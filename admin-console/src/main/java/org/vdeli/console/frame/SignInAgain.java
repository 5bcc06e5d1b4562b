package org.vdeli.console.frame;

import atlantafx.base.theme.Styles;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.vdeli.console.frame.FrameStatus.Line;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Icons;

/// Covers the window when the session has expired and asks for the password; what was open stays.
final class SignInAgain {
    private final StackPane cover = new StackPane();
    private final PasswordField password = new PasswordField();
    private final Label who = new Label();

    SignInAgain(FrameModel model) {
        Label title = new Label(Labels.text("again.title"));
        title.setGraphic(Icons.of(MaterialDesignL.LOCK_OUTLINE));
        title.getStyleClass().add("card-title");
        who.setWrapText(true);
        who.getStyleClass().add("muted-text");
        password.setId("again-password");
        password.setPromptText(Labels.text("login.password"));
        Label error = new Label();
        error.setWrapText(true);
        error.getStyleClass().add("login-error");
        error.managedProperty().bind(error.visibleProperty());
        error.setVisible(false);
        Button signIn = new Button(Labels.text("login.sign-in"));
        signIn.setId("again-sign-in");
        signIn.getStyleClass().add(Styles.ACCENT);
        Button leave = new Button(Labels.text("frame.sign-out"));
        HBox buttons = new HBox(leave, signIn);
        buttons.getStyleClass().add("card-buttons");
        VBox card = new VBox(title, who, password, error, buttons);
        card.getStyleClass().add("login-card");
        card.setMaxSize(380, VBox.USE_PREF_SIZE);
        cover.getChildren().add(card);
        cover.getStyleClass().add("cover");
        cover.setVisible(false);

        Runnable submit =
                () -> {
                    model.signInAgain(password.getText());
                    password.clear();
                };
        signIn.setOnAction(event -> submit.run());
        password.setOnAction(event -> submit.run());
        leave.setOnAction(event -> model.signOut());
        model.signInErrorProperty()
                .addListener((property, old, now) -> {
                    error.setVisible(now.isPresent());
                    error.setText(now.map(Message::text).orElse(""));
                });
        model.statusProperty().addListener((property, old, now) -> show(now));
    }

    Parent view() {
        return cover;
    }

    private void show(FrameStatus status) {
        boolean expired = status.line() == Line.EXPIRED;
        if (expired && !cover.isVisible()) {
            who.setText(Labels.text("again.text", status.operator(), status.manager()));
            Platform.runLater(password::requestFocus);
        }
        cover.setVisible(expired);
    }
}
