package org.vdeli.router.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Which pathways a player should prefer: the JSON of HLS content steering
/// (draft-pantos-hls-rfc8216bis, 7.1), which players ask for again every [#TTL] seconds.
final class SteeringManifest {
    static final int TTL = 10;

    private SteeringManifest() {}

    /// @param reload where to ask again
    /// @param pathways the preferred one first; letters, digits, `-` and `_`
    static String of(String reload, List<String> pathways) {
        return String.format(
                Locale.ROOT,
                "{\"VERSION\":1,\"TTL\":%d,\"RELOAD-URI\":\"%s\",\"PATHWAY-PRIORITY\":[%s]}",
                TTL,
                reload.replace("\\", "\\\\").replace("\"", "\\\""),
                pathways.stream()
                        .map(pathway -> "\"" + pathway + "\"")
                        .collect(Collectors.joining(",")));
    }
}
