package org.vdeli.router.decide;

import org.vdeli.router.map.RoutingSnapshot;

/// Where the newest snapshot hangs, with the counts that go with it. One thread hangs up, any
/// number read.
public final class Board {
    private volatile Picture picture = new Picture(RoutingSnapshot.EMPTY, new LoadCounts(0));

    /// A snapshot and the counts of its servers.
    public record Picture(RoutingSnapshot snapshot, LoadCounts loads) {}

    public Picture picture() {
        return picture;
    }

    /// Whether no server is known.
    public boolean isEmpty() {
        return picture.snapshot().table().fleet().size() == 0;
    }

    public void publish(RoutingSnapshot fresh) {
        Picture before = picture;
        LoadCounts loads =
                before.snapshot().table().fleet() == fresh.table().fleet()
                        ? before.loads()
                        : before.loads()
                                .carriedTo(
                                        before.snapshot().table().fleet(), fresh.table().fleet());
        picture = new Picture(fresh, loads);
    }

    /// Lets the counts fade; call it every second.
    public void fade() {
        picture.loads().fade();
    }
}
