package org.vdeli.agent.peer;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.id.AssetId;

/// Asks another agent of the cluster whether this one may fetch a piece from outside in its place.
public final class Grants {
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private Grants() {}

    /// Asks once.
    ///
    /// @param door of the agent that is asked
    /// @return false if it does not agree, cannot be reached within half a second, or does not
    ///   answer within another
    public static boolean ask(URI door, AssetId asset, int piece, String token) {
        try {
            URI address =
                    URI.create(door + PeerServer.BASE + "/assets/" + asset + "/grants/" + piece);
            HttpURLConnection call = (HttpURLConnection) address.toURL().openConnection();
            call.setConnectTimeout(Math.toIntExact(DEADLINE.toMillis()));
            call.setReadTimeout(Math.toIntExact(DEADLINE.toMillis()));
            call.setInstanceFollowRedirects(false);
            call.setRequestMethod("POST");
            call.setDoOutput(true);
            call.setFixedLengthStreamingMode(0);
            call.setRequestProperty("Authorization", "Bearer " + token);
            call.getOutputStream().close();
            return call.getResponseCode() == HttpURLConnection.HTTP_NO_CONTENT;
        } catch (IOException e) {
            LOG.debug("no leave from {} for piece {} cause={}", door, piece, e.toString());
            return false;
        }
    }
}
