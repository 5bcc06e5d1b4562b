package org.vdeli.console.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// The console's texts, from the resource bundle `org.vdeli.console.labels` in the language of the
/// default locale (English where there is none).
public final class Labels {
    /// Name of the bundle.
    public static final String BUNDLE = "org.vdeli.console.labels";

    private static final ResourceBundle TEXTS =
            ResourceBundle.getBundle(
                    BUNDLE,
                    Locale.getDefault(),
                    ResourceBundle.Control.getNoFallbackControl(
                            ResourceBundle.Control.FORMAT_PROPERTIES));

    private Labels() {}

    /// The text of a key. A missing key shows itself, so that a gap is seen and nothing fails.
    public static String text(String key) {
        try {
            return TEXTS.getString(key);
        } catch (MissingResourceException e) {
            return key;
        }
    }

    /// The text of a key with `{0}`, `{1}`, ... filled in.
    public static String text(String key, Object... values) {
        return new MessageFormat(text(key), Locale.ROOT).format(values);
    }

    /// The text of a constant, under `PREFIX.NAME`.
    public static String of(String prefix, Enum<?> constant) {
        return text(prefix + "." + constant.name());
    }
}
