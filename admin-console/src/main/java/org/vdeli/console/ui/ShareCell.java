package org.vdeli.console.ui;

import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// A cell with a bar and its number.
public final class ShareCell<R> extends TableCell<R, R> {
    private final Function<R, Shares> shares;
    private final ShareBar bar = new ShareBar();
    private final Label text = new Label();
    private final HBox content = new HBox(10, bar, text);

    /// What a row's bar shows.
    public record Shares(double done, double running, double failed, String text) {}

    /// @param textWidth of the number, so that bars end under each other
    public ShareCell(double textWidth, Function<R, Shares> shares) {
        this.shares = shares;
        content.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(bar, Priority.ALWAYS);
        bar.setMaxWidth(Double.MAX_VALUE);
        text.setMinWidth(textWidth);
        text.setPrefWidth(textWidth);
        text.setMaxWidth(Region.USE_PREF_SIZE);
        text.setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("share-cell");
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        if (row == null || empty) {
            setGraphic(null);
            return;
        }
        Shares now = shares.apply(row);
        bar.show(now.done(), now.running(), now.failed());
        text.setText(now.text());
        if (getGraphic() == null) {
            setGraphic(content);
        }
    }
}
