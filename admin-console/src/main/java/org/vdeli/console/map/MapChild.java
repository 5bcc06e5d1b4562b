package org.vdeli.console.map;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.vdeli.console.map.MapPicture.ClusterMark;
import org.vdeli.console.map.MapPicture.ServerMark;
import org.vdeli.console.text.Formats;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Icons;
import org.vdeli.console.ui.StateGlyph;
import org.vdeli.contracts.api.ServerState;

/// A line of what belongs to the chosen thing.
///
/// @param worst the state that deserves a look first
record MapChild(Pick pick, String name, ServerState worst, String note, String traffic) {
    static MapChild of(ClusterMark mark) {
        Tally tally = mark.tally();
        ServerState worst =
                tally.count(ServerState.SILENT) > 0
                        ? ServerState.SILENT
                        : tally.count(ServerState.ONLINE) < tally.total()
                                ? ServerState.DRAINING
                                : ServerState.ONLINE;
        return new MapChild(
                new Pick.OfCluster(mark.ref()),
                mark.plan().name(),
                tally.total() == 0 ? ServerState.MAINTENANCE : worst,
                Labels.text(
                        "map.of",
                        Formats.count(tally.count(ServerState.ONLINE)),
                        Formats.count(tally.total())),
                Formats.bitrate(tally.bits()));
    }

    static MapChild of(ServerMark mark) {
        return new MapChild(
                new Pick.OfServer(mark.id()),
                mark.view().name(),
                mark.state(),
                "",
                Formats.bitrate(mark.bits()));
    }

    /// Draws it.
    static final class Cell extends ListCell<MapChild> {
        private final Label name = new Label();
        private final Label note = new Label();
        private final Label traffic = new Label();
        private final HBox line;

        Cell() {
            note.getStyleClass().add("muted-text");
            traffic.getStyleClass().add("muted-text");
            traffic.setMinWidth(72);
            traffic.setAlignment(Pos.CENTER_RIGHT);
            note.setMinWidth(Region.USE_PREF_SIZE);
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            line = new HBox(8, name, gap, note, traffic);
            line.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable MapChild child, boolean empty) {
            super.updateItem(child, empty);
            if (child == null || empty) {
                setGraphic(null);
                return;
            }
            StateGlyph glyph = StateGlyph.of(child.worst());
            FontIcon icon = Icons.of(glyph.icon(), "glyph", glyph.styleClass());
            name.setGraphic(icon);
            name.setText(child.name());
            note.setText(child.note());
            traffic.setText(child.traffic());
            setGraphic(line);
        }
    }
}
