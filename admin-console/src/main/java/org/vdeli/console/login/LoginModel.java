package org.vdeli.console.login;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.ManagerAddress;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.console.text.Message;
import org.vdeli.contracts.api.SessionView;

/// Signs an operator in. The password is handed through, never kept.
public final class LoginModel {
    private final ManagerLink link;
    private final Background background;
    private final Consumer<ManagerAddress> signedIn;
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Message>> error =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// @param signedIn runs on the screen's thread with the address that worked
    public LoginModel(ManagerLink link, Background background, Consumer<ManagerAddress> signedIn) {
        this.link = link;
        this.background = background;
        this.signedIn = signedIn;
    }

    public StringProperty addressProperty() {
        return address;
    }

    public StringProperty nameProperty() {
        return name;
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Message>> errorProperty() {
        return error.getReadOnlyProperty();
    }

    /// Tries to sign in; the outcome shows in the properties.
    public void signIn(String password) {
        if (busy.get()) {
            return;
        }
        ManagerAddress manager;
        try {
            manager = ManagerAddress.parse(address.get());
        } catch (IllegalArgumentException e) {
            fail(Message.of("login.error.address"));
            return;
        }
        String operator = name.get().strip();
        if (operator.isEmpty() || password.isEmpty()) {
            fail(Message.of("login.error.missing"));
            return;
        }
        error.set(Optional.empty());
        busy.set(true);
        background.ask(
                "console-sign-in",
                () -> link.signIn(manager, operator, password),
                answer -> {
                    busy.set(false);
                    switch (answer) {
                        case Answer.Ok<SessionView> ok -> signedIn.accept(manager);
                        case Answer.Refused<SessionView> refused -> fail(refused.message());
                    }
                });
    }

    private void fail(Message what) {
        error.set(Optional.of(what));
    }
}
