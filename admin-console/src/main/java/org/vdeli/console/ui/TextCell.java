package org.vdeli.console.ui;

import java.util.Objects;
import java.util.function.Function;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// A cell of text, parts of which may stand out.
final class TextCell<R> extends TableCell<R, R> {
    private final Function<R, Content> content;
    private @Nullable String emphasis;

    /// What stands in a cell.
    ///
    /// @param emphasis a style class such as `bad`; null for none
    record Content(String text, @Nullable String emphasis) {}

    TextCell(String styleClass, Function<R, Content> content) {
        this.content = content;
        getStyleClass().add(styleClass);
        setOnMouseEntered(event -> showWhole());
    }

    /// Long texts are told in full under the mouse; made only then, for there are many cells.
    private void showWhole() {
        String text = getText();
        double room = getWidth() - getPadding().getLeft() - getPadding().getRight();
        boolean cut = text != null && widthOf(text) > room;
        setTooltip(cut ? new Tooltip(text) : null);
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        Content now = row == null || empty ? null : content.apply(row);
        setText(now == null ? null : now.text());
        emphasise(now == null ? null : now.emphasis());
    }

    private double widthOf(String text) {
        Text measured = new Text(text);
        measured.setFont(getFont());
        return measured.getLayoutBounds().getWidth();
    }

    private void emphasise(@Nullable String wanted) {
        if (!Objects.equals(emphasis, wanted)) {
            if (emphasis != null) {
                getStyleClass().remove(emphasis);
            }
            if (wanted != null) {
                getStyleClass().add(wanted);
            }
            emphasis = wanted;
        }
    }
}
