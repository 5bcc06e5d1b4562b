package org.vdeli.agent.work;

/// Text for people that has a bounded length in a message, whatever it is made of.
final class ShortText {
    private static final String CUT = "...";

    private ShortText() {}

    /// The text, or its beginning.
    ///
    /// @param bytes how many it takes at most as JSON in UTF-8; control characters, which JSON
    ///   writes as six, become spaces
    static String of(String text, int bytes) {
        StringBuilder kept = new StringBuilder();
        int used = 0;
        int end = 0;
        for (int at = 0; at < text.length(); ) {
            int c = clean(text.codePointAt(at));
            used += lengthOf(c);
            if (used > bytes) {
                return kept.substring(0, end) + CUT;
            }
            kept.appendCodePoint(c);
            if (used <= bytes - CUT.length()) {
                end = kept.length();
            }
            at += Character.charCount(text.codePointAt(at));
        }
        return kept.toString();
    }

    private static int clean(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            // Half a character cannot be written at all.
            case Character.SURROGATE -> '?';
            default -> c;
        };
    }

    private static int lengthOf(int c) {
        if (c == '"' || c == '\\') {
            return 2;
        }
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
