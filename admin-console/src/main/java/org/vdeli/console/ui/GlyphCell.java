package org.vdeli.console.ui;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// A cell with a state's shape before its name.
public final class GlyphCell<R> extends TableCell<R, R> {
    private final Function<R, StateGlyph> glyph;
    private final Function<R, String> label;
    private final FontIcon icon = Icons.of(StateGlyph.waiting().icon(), "glyph");
    private @Nullable String styleClass;
    private @Nullable Ikon shown;

    public GlyphCell(Function<R, StateGlyph> glyph, Function<R, String> label) {
        this.glyph = glyph;
        this.label = label;
        getStyleClass().add("glyph-cell");
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        if (row == null || empty) {
            setText(null);
            setGraphic(null);
            return;
        }
        setText(label.apply(row));
        show(glyph.apply(row));
        if (getGraphic() == null) {
            setGraphic(icon);
        }
    }

    private void show(StateGlyph now) {
        if (!now.icon().equals(shown)) {
            icon.setIconCode(now.icon());
            shown = now.icon();
        }
        if (!now.styleClass().equals(styleClass)) {
            if (styleClass != null) {
                icon.getStyleClass().remove(styleClass);
            }
            icon.getStyleClass().add(now.styleClass());
            styleClass = now.styleClass();
        }
    }
}
