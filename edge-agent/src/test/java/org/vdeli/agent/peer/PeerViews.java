package org.vdeli.agent.peer;

/// Moves what is known of other agents, for tests outside this package.
public final class PeerViews {
    private PeerViews() {}

    public static void tell(PeerView view, String line) {
        var _ = view.told(line);
    }

    public static void away(PeerView view) {
        view.away();
    }
}
