package org.vdeli.manager.api;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.vdeli.contracts.value.AssetPath;

/// Rules about texts that several bodies share, each with the words for one that breaks it.
public final class TextRules {
    public static final String TITLE = "must be 1 to 100 characters without control characters";
    public static final String NAME =
            "must be 1 to 63 letters, digits, '.', '_' or '-', the first a letter or digit";
    public static final String ADDRESSES =
            "must be at most 16 IPv4 or IPv6 addresses or host names of at most 253 characters";
    public static final String ZONE = "must be a time zone such as Europe/Lisbon";
    public static final String WORDS =
            "must be at most 1000 characters without control characters but line ends";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:.%_-]{1,253}");

    private TextRules() {}

    /// A name for people, such as a region's.
    public static boolean isTitle(String text) {
        return !text.isBlank()
                && text.length() <= 100
                && text.equals(text.strip())
                && text.chars().noneMatch(Character::isISOControl);
    }

    /// A name that stands in paths and logs.
    public static boolean isName(String text) {
        return AssetPath.isName(text);
    }

    /// An address or host name.
    public static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    public static boolean isZone(String text) {
        try {
            return !ZoneId.of(text).getId().isEmpty();
        } catch (DateTimeException e) {
            return false;
        }
    }

    /// Free text for people, with line ends.
    public static boolean isWords(String text) {
        return text.length() <= 1000
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r');
    }
}
