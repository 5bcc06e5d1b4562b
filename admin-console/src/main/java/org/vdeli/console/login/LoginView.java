package org.vdeli.console.login;

import atlantafx.base.theme.Styles;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Brand;
import org.vdeli.console.ui.Icons;

/// The login card.
public final class LoginView {
    private final LoginModel model;
    private final TextField address = new TextField();
    private final TextField name = new TextField();
    private final PasswordField password = new PasswordField();
    private final Label error = new Label();
    private final Label capsLock = new Label(Labels.text("login.caps-lock"));
    private final Button signIn = new Button(Labels.text("login.sign-in"));
    private final StackPane root = new StackPane();

    public LoginView(LoginModel model) {
        this.model = model;
        build();
        bind();
    }

    public Parent view() {
        return root;
    }

    /// Puts the cursor where something is to be typed next.
    public void focus() {
        TextField next =
                address.getText().isBlank() ? address : name.getText().isBlank() ? name : password;
        Platform.runLater(next::requestFocus);
    }

    private void build() {
        address.setId("login-address");
        address.setPromptText(Labels.text("login.manager.prompt"));
        name.setId("login-name");
        password.setId("login-password");
        signIn.setId("login-sign-in");
        signIn.setDefaultButton(true);
        signIn.setMaxWidth(Double.MAX_VALUE);
        signIn.getStyleClass().add(Styles.ACCENT);
        error.setId("login-error");
        error.setWrapText(true);
        error.getStyleClass().add("login-error");
        error.setGraphic(Icons.of(MaterialDesignA.ALERT_CIRCLE_OUTLINE, "bad"));
        capsLock.setGraphic(Icons.of(MaterialDesignA.APPLE_KEYBOARD_CAPS, "warn", "small"));
        capsLock.getStyleClass().add("hint");

        VBox card =
                new VBox(
                        Brand.large(),
                        field("login.manager", address),
                        field("login.name", name),
                        field("login.password", password),
                        capsLock,
                        error,
                        signIn);
        card.getStyleClass().add("login-card");
        card.setMaxSize(380, VBox.USE_PREF_SIZE);
        VBox.setMargin(signIn, new Insets(4, 0, 0, 0));
        root.getChildren().add(card);
        root.getStyleClass().add("login");
    }

    private static Node field(String labelKey, TextField field) {
        Label label = new Label(Labels.text(labelKey));
        label.setLabelFor(field);
        label.getStyleClass().add("field-label");
        HBox line = new HBox(field);
        HBox.setHgrow(field, Priority.ALWAYS);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(4, label, line);
        return box;
    }

    private void bind() {
        address.textProperty().bindBidirectional(model.addressProperty());
        name.textProperty().bindBidirectional(model.nameProperty());
        for (TextField field : new TextField[] {address, name, password}) {
            field.disableProperty().bind(model.busyProperty());
        }
        signIn.disableProperty().bind(model.busyProperty());
        ProgressIndicator spinner = new ProgressIndicator();
        spinner.getStyleClass().add("button-spinner");
        signIn.graphicProperty()
                .bind(
                        Bindings.when(model.busyProperty())
                                .then((Node) spinner)
                                .otherwise((Node) null));
        signIn.setOnAction(event -> model.signIn(password.getText()));
        error.managedProperty().bind(error.visibleProperty());
        error.setVisible(false);
        model.errorProperty()
                .addListener((property, old, now) -> {
                    error.setVisible(now.isPresent());
                    error.setText(now.map(Message::text).orElse(""));
                    if (now.isPresent()) {
                        Platform.runLater(() -> {
                            password.requestFocus();
                            password.selectAll();
                        });
                    }
                });
        capsLock.managedProperty().bind(capsLock.visibleProperty());
        capsLock.setVisible(false);
        password.setOnKeyReleased(event -> showCapsLock());
        password.focusedProperty().addListener((property, old, now) -> showCapsLock());
    }

    private void showCapsLock() {
        capsLock.setVisible(
                password.isFocused()
                        && Platform.isKeyLocked(javafx.scene.input.KeyCode.CAPS).orElse(false));
    }
}
