package org.vdeli.console.policies;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.text.Message;
import org.vdeli.console.ui.Icons;
import org.vdeli.contracts.api.PolicyPreviewView;
import org.vdeli.contracts.api.PolicyPreviewView.Change;

/// What saving would change of the policy, and what that would do to the fleet: copies, servers,
/// links and when it would be done. Below, who changed it before.
final class EffectPane {
    /// As many as there is room for; the rest is counted.
    private static final int SHOWN = 5;

    private final PoliciesModel model;
    private final ZoneId zone = ZoneId.systemDefault();
    private final VBox changes = new VBox(5);
    private final VBox effect = new VBox(6);
    private final VBox past = new VBox(8);
    private final VBox root = new VBox(12);

    EffectPane(PoliciesModel model) {
        this.model = model;
        changes.setId("policy-changes");
        effect.setId("policy-effect");
        past.setId("policy-past");
        root.getChildren()
                .addAll(
                        title("policies.changes"),
                        changes,
                        title("policies.effect"),
                        effect,
                        title("policies.past"),
                        past);
        root.getStyleClass().add("form-column");
        model.changesProperty().addListener((property, old, now) -> showChanges());
        model.effectProperty().addListener((property, old, now) -> showEffect(now));
        model.pastProperty().addListener((property, old, now) -> showPast());
        model.pastErrorProperty().addListener((property, old, now) -> showPast());
        showChanges();
        showEffect(model.effectProperty().get());
        showPast();
    }

    Node view() {
        return root;
    }

    private static Label title(String key) {
        Label label = new Label(Labels.text(key));
        label.getStyleClass().add("column-title");
        return label;
    }

    private void showChanges() {
        List<Message> all = model.changesProperty().get();
        changes.getChildren().clear();
        if (all.isEmpty()) {
            changes.getChildren().add(quiet(Labels.text("policies.changes.none")));
        }
        all.forEach(each ->
                changes.getChildren()
                        .add(line(MaterialDesignP.PENCIL_OUTLINE, "info", each.text())));
    }

    private void showEffect(Effect now) {
        effect.getChildren()
                .setAll(
                        switch (now) {
                            case Effect.None() ->
                                    List.of(quiet(Labels.text("policies.effect.none")));
                            case Effect.Asking() -> List.of(asking());
                            case Effect.Failed(Message why) ->
                                    List.of(
                                            line(
                                                    MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                                                    "bad",
                                                    why.text()));
                            case Effect.Known(PolicyPreviewView view) -> known(view, zone);
                        });
    }

    private static Node asking() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.getStyleClass().add("button-spinner");
        HBox box = new HBox(8, wheel, quiet(Labels.text("policies.effect.asking")));
        box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return box;
    }

    /// The effect in lines; for the card that asks before a deletion, too.
    static List<Node> known(PolicyPreviewView view, ZoneId zone) {
        List<Node> out = new ArrayList<>();
        Change total = view.total();
        if (!view.complete()) {
            out.add(
                    line(
                            MaterialDesignA.ALERT_OUTLINE,
                            "warn",
                            Labels.text(
                                    "policies.effect.partial",
                                    Formats.count(view.assetsPlanned()),
                                    Formats.count(view.assets()))));
        }
        if (total.gains() == 0 && total.losses() == 0 && total.cancelled() == 0) {
            out.add(
                    line(
                            MaterialDesignS.SERVER_OUTLINE,
                            "muted",
                            Labels.text("policies.effect.nothing")));
            return out;
        }
        if (total.gains() > 0) {
            out.add(
                    line(
                            MaterialDesignD.DOWNLOAD_OUTLINE,
                            "good",
                            Labels.text(
                                    "policies.effect.gains",
                                    Formats.count(total.gains()),
                                    total.gains(),
                                    Formats.count(total.fills()),
                                    total.fills(),
                                    Formats.bytes(total.filled()))));
        }
        if (total.losses() > 0) {
            out.add(
                    line(
                            MaterialDesignT.TRASH_CAN_OUTLINE,
                            "warn",
                            Labels.text(
                                    "policies.effect.losses",
                                    Formats.count(total.losses()),
                                    total.losses(),
                                    Formats.count(total.purges()),
                                    total.purges(),
                                    Formats.bytes(total.freed()))));
        }
        if (total.cancelled() > 0) {
            out.add(
                    line(
                            MaterialDesignA.ARROW_DOWN_CIRCLE_OUTLINE,
                            "muted",
                            Labels.text(
                                    "policies.effect.cancelled",
                                    Formats.count(total.cancelled()),
                                    total.cancelled())));
        }
        out.add(
                line(
                        MaterialDesignS.SERVER_OUTLINE,
                        "muted",
                        Labels.text(
                                "policies.effect.servers",
                                Formats.count(view.serversTotal()),
                                view.serversTotal(),
                                Formats.count(view.clustersTotal()),
                                view.clustersTotal(),
                                Formats.count(view.assetsChanged()),
                                view.assetsChanged())));
        if (view.bytesOverWan().bytes() > 0 || total.fills() > 0) {
            out.add(
                    line(
                            MaterialDesignW.WAN,
                            "muted",
                            Labels.text(
                                    "policies.effect.wan", Formats.bytes(view.bytesOverWan()))));
        }
        if (total.fills() > 0) {
            out.add(
                    line(
                            MaterialDesignT.TIMER_OUTLINE,
                            "muted",
                            view.doneAt()
                                    .map(at ->
                                            Labels.text(
                                                    "policies.effect.done",
                                                    Formats.minute(at, zone)))
                                    .orElse(Labels.text("policies.effect.done.unknown"))));
        }
        servers(view, out);
        links(view, zone, out);
        return out;
    }

    private static void servers(PolicyPreviewView view, List<Node> out) {
        if (view.servers().isEmpty()) {
            return;
        }
        out.add(heading("policies.effect.by-server"));
        view.servers().stream()
                .limit(SHOWN)
                .forEach(each -> out.add(pair(each.name(), amount(each.change()))));
        more(view.serversTotal(), out);
    }

    private static void links(PolicyPreviewView view, ZoneId zone, List<Node> out) {
        if (view.links().isEmpty()) {
            return;
        }
        out.add(heading("policies.effect.by-link"));
        view.links().stream()
                .limit(SHOWN)
                .forEach(each ->
                        out.add(
                                pair(
                                        each.name(),
                                        Formats.bytes(each.bytes())
                                                + each.doneAt()
                                                        .map(at -> until(at, zone))
                                                        .orElse(""))));
        more(view.linksTotal(), out);
    }

    private static String until(Instant at, ZoneId zone) {
        return Labels.text("policies.effect.until", Formats.minute(at, zone));
    }

    private static String amount(Change change) {
        List<String> parts = new ArrayList<>();
        if (change.gains() > 0) {
            parts.add("+" + Formats.count(change.gains()) + " · " + Formats.bytes(change.filled()));
        }
        if (change.losses() > 0) {
            parts.add(Formats.count(-change.losses()) + " · " + Formats.bytes(change.freed()));
        }
        return String.join("   ", parts);
    }

    private static void more(long total, List<Node> out) {
        if (total > SHOWN) {
            out.add(quiet(Labels.text("policies.effect.more", Formats.count(total - SHOWN))));
        }
    }

    private void showPast() {
        past.getChildren().clear();
        Optional<Message> why = model.pastErrorProperty().get();
        if (why.isPresent()) {
            past.getChildren().add(quiet(why.get().text()));
        } else if (model.pastProperty().get().isEmpty()) {
            past.getChildren().add(quiet(Labels.text("policies.past.none")));
        }
        for (PastChange each : model.pastProperty().get()) {
            VBox entry =
                    new VBox(
                            2,
                            quiet(
                                    Labels.text(
                                            "policies.past.entry",
                                            Formats.minute(each.at(), zone),
                                            each.actor(),
                                            each.action())));
            each.changes().forEach(change -> entry.getChildren().add(plain(change.text())));
            past.getChildren().add(entry);
        }
    }

    private static Label heading(String key) {
        Label label = quiet(Labels.text(key));
        label.getStyleClass().add("effect-heading");
        return label;
    }

    private static Node pair(String name, String value) {
        Label left = plain(name);
        left.setWrapText(false);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label right = quiet(value);
        right.setWrapText(false);
        right.setMinWidth(Region.USE_PREF_SIZE);
        return new HBox(8, left, gap, right);
    }

    private static Label quiet(String text) {
        Label label = plain(text);
        label.getStyleClass().add("muted-text");
        return label;
    }

    private static Label plain(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        return label;
    }

    private static Label line(Ikon icon, String colour, String text) {
        Label label = new Label(text, Icons.of(icon, "small", colour));
        label.setWrapText(true);
        label.getStyleClass().add("review-line");
        return label;
    }
}
