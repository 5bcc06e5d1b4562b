package org.vdeli.console.jobs;

import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.FactGrid;
import org.vdeli.contracts.api.JobView;
import org.vdeli.contracts.id.PolicyId;

/// All that is known of one job.
final class JobPane {
    private final ZoneId zone;
    private final Label title = new Label();
    private final Label detail = new Label();
    private final FactGrid facts = new FactGrid();
    private final VBox root = new VBox();
    private @Nullable JobView shown;

    JobPane(ZoneId zone, Runnable close) {
        this.zone = zone;
        title.setId("job-title");
        title.getStyleClass().add("pane-title");
        title.setWrapText(true);
        title.setMinWidth(0);
        detail.setId("job-detail");
        detail.setWrapText(true);
        detail.getStyleClass().add("replica-detail");
        detail.managedProperty().bind(detail.visibleProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button copy = JobsView.button("job-copy", MaterialDesignC.CONTENT_COPY, "jobs.copy");
        copy.setOnAction(_ -> copy());
        Button closing = JobsView.button("job-close", MaterialDesignC.CLOSE, "pane.close");
        closing.setOnAction(_ -> close.run());
        HBox head = new HBox(title, gap, copy, closing);
        head.setAlignment(Pos.TOP_LEFT);
        VBox content = new VBox(facts.view(), detail);
        content.getStyleClass().add("pane-content");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(head, scroll);
        root.getStyleClass().add("side-pane");
        root.setId("job-pane");
    }

    Node view() {
        return root;
    }

    void show(JobView job) {
        shown = job;
        title.setText(job.path().toString());
        detail.setVisible(!job.detail().isEmpty());
        detail.setText(job.detail());
        facts.begin();
        facts.put(Labels.text("jobs.state"), Labels.of("job", job.state()));
        facts.put(Labels.text("jobs.kind"), Labels.of("job-kind", job.kind()));
        facts.put(Labels.text("jobs.server"), job.serverName());
        facts.put(Labels.text("jobs.size"), Formats.bytes(job.size()));
        facts.put(Labels.text("jobs.verified"), Formats.bytes(job.verified()));
        facts.put(Labels.text("jobs.attempt"), Formats.count(job.attempt()));
        facts.put(
                Labels.text("jobs.priority"),
                job.priority().map(String::valueOf).orElse(Formats.UNKNOWN));
        facts.put(Labels.text("jobs.reason"), job.reason());
        facts.put(
                Labels.text("jobs.cause"),
                job.cause().map(cause -> Labels.of("cause", cause)).orElse(Formats.UNKNOWN));
        job.notBefore()
                .ifPresent(at ->
                        facts.put(
                                Labels.text("jobs.not-before"),
                                at.isAfter(java.time.Instant.parse("2150-01-01T00:00:00Z"))
                                        ? Labels.text("jobs.when-resumed")
                                        : Formats.minute(at, zone)));
        facts.put(Labels.text("jobs.created"), Formats.minute(job.createdAt(), zone));
        facts.put(Labels.text("jobs.changed"), Formats.minute(job.changedAt(), zone));
        facts.put(
                Labels.text("jobs.policy"),
                job.policy().map(PolicyId::toString).orElse(Formats.UNKNOWN));
        facts.put(Labels.text("jobs.asset"), job.asset().toString());
        facts.put(Labels.text("jobs.id"), job.id().toString());
        facts.end();
    }

    private void copy() {
        JobView job = shown;
        if (job != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(
                    Labels.text(
                            "jobs.copied",
                            job.id().toString(),
                            Labels.of("job-kind", job.kind()),
                            job.path().toString(),
                            job.serverName(),
                            Labels.of("job", job.state()),
                            Formats.count(job.attempt()),
                            job.detail()));
            Clipboard.getSystemClipboard().setContent(content);
        }
    }
}
