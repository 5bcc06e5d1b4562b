package org.vdeli.console.ui;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// Makes icons. Their colour and size come from style classes alone: a style set on the icon itself
/// would outlive a change of the theme.
public final class Icons {
    private Icons() {}

    /// An icon with style classes such as `good`, `warn`, `bad`, `muted`, `small`.
    public static FontIcon of(Ikon icon, String... styleClasses) {
        FontIcon node = new FontIcon(icon);
        node.getStyleClass().addAll(styleClasses);
        return node;
    }
}
