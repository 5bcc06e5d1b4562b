package org.vdeli.router.http;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rewrites an HLS master playlist so that a player knows all candidates from the start: each
/// variant stands there once for each edge (redundant streams, RFC 8216, 4.3.4.2), with a pathway
/// for each edge and a steering server that says which one to prefer (draft-pantos-hls-rfc8216bis,
/// 4.4.6.6 and 7).
///
/// Renditions belong to groups; a group's name gets its pathway's name at the end, so that sound
/// and picture come from the same edge.
final class HlsMaster {
    private static final String VARIANT = "#EXT-X-STREAM-INF:";
    private static final String TRICK = "#EXT-X-I-FRAME-STREAM-INF:";
    private static final String RENDITION = "#EXT-X-MEDIA:";
    private static final String STEERING = "#EXT-X-CONTENT-STEERING:";

    private static final Pattern URI_ATTRIBUTE = Pattern.compile("(^|,)URI=\"([^\"]*)\"");

    private static final Pattern GROUP =
            Pattern.compile("(^|,)(GROUP-ID|AUDIO|VIDEO|SUBTITLES|CLOSED-CAPTIONS)=\"([^\"]*)\"");

    private static final Pattern PATHWAY = Pattern.compile(",?PATHWAY-ID=\"[^\"]*\"");

    private HlsMaster() {}

    /// An edge to play from.
    ///
    /// @param id letters, digits, `-` and `_`
    /// @param master the playlist's own address there
    record Pathway(String id, URI master) {}

    /// Whether a playlist is a master playlist.
    static boolean isMaster(String playlist) {
        return playlist.startsWith("#EXTM3U") && playlist.contains(VARIANT);
    }

    /// @param pathways the preferred one first; at least one
    /// @param steering address of the steering manifest
    static String rewrite(String playlist, List<Pathway> pathways, String steering) {
        String[] lines = playlist.split("\r?\n", -1);
        StringBuilder text = new StringBuilder(playlist.length() * (pathways.size() + 1));
        for (String line : lines) {
            if (line.startsWith("#") && !isOfAPathway(line)) {
                text.append(line).append('\n');
            }
        }
        text.append(STEERING)
                .append("SERVER-URI=\"")
                .append(steering)
                .append("\",PATHWAY-ID=\"")
                .append(pathways.getFirst().id())
                .append("\"\n");
        for (Pathway pathway : pathways) {
            for (int i = 0; i < lines.length; i++) {
                String line = lines[i];
                if (line.startsWith(RENDITION)) {
                    text.append(RENDITION)
                            .append(grouped(located(line, RENDITION, pathway), pathway))
                            .append('\n');
                } else if (line.startsWith(TRICK)) {
                    text.append(TRICK)
                            .append(named(located(line, TRICK, pathway), pathway))
                            .append('\n');
                } else if (line.startsWith(VARIANT)) {
                    text.append(VARIANT)
                            .append(named(line.substring(VARIANT.length()), pathway))
                            .append('\n');
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    text.append(pathway.master().resolve(line.strip())).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static boolean isOfAPathway(String line) {
        return line.startsWith(VARIANT)
                || line.startsWith(TRICK)
                || line.startsWith(RENDITION)
                || line.startsWith(STEERING);
    }

    /// The attributes of a line, with the address that they have made absolute.
    private static String located(String line, String tag, Pathway pathway) {
        return URI_ATTRIBUTE
                .matcher(line.substring(tag.length()))
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                found.group(1)
                                        + "URI=\""
                                        + pathway.master().resolve(found.group(2))
                                        + "\""));
    }

    private static String grouped(String attributes, Pathway pathway) {
        return GROUP.matcher(attributes)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                found.group(1)
                                        + found.group(2)
                                        + "=\""
                                        + found.group(3)
                                        + "-"
                                        + pathway.id()
                                        + "\""));
    }

    private static String named(String attributes, Pathway pathway) {
        return grouped(PATHWAY.matcher(attributes).replaceAll(""), pathway)
                + ",PATHWAY-ID=\""
                + pathway.id()
                + "\"";
    }
}
