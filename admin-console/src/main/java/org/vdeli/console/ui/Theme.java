package org.vdeli.console.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javafx.application.Application;
import javafx.scene.text.Font;

/// How the console looks. All rules are put together into one user-agent stylesheet: a second one
/// could not look up the first one's colours in controls that bring rules of their own.
public enum Theme {
    DARK(new PrimerDark().getUserAgentStylesheet(), "dark.css"),
    LIGHT(new PrimerLight().getUserAgentStylesheet(), "light.css");

    private static final List<String> FONTS =
            List.of("Roboto-Regular.ttf", "Roboto-Medium.ttf", "Roboto-Bold.ttf");

    private final String base;
    private final String palette;

    Theme(String base, String palette) {
        this.base = base;
        this.palette = palette;
    }

    /// Makes this the look of every window. On the thread that draws.
    public void apply() {
        loadFonts();
        String rules =
                read(base)
                        + read("fonts.css")
                        + read(palette)
                        + read("bridge.css")
                        + read("console.css");
        Application.setUserAgentStylesheet(
                "data:text/css;base64,"
                        + Base64.getEncoder()
                                .encodeToString(rules.getBytes(StandardCharsets.UTF_8)));
    }

    public Theme other() {
        return this == DARK ? LIGHT : DARK;
    }

    private static void loadFonts() {
        for (String font : FONTS) {
            try (InputStream in = Theme.class.getResourceAsStream("fonts/" + font)) {
                if (in != null) {
                    Font.loadFont(in, 13);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not read the font " + font, e);
            }
        }
    }

    private static String read(String resource) {
        try (InputStream in = Theme.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + resource, e);
        }
    }
}
