package org.vdeli.console.ui;

import javafx.scene.layout.Region;

/// A thin bar: what is done, what is under way, what failed, what is missing.
public final class ShareBar extends Region {
    private static final double THICK = 6;

    private final Region track = part("share-track");
    private final Region done = part("share-done");
    private final Region running = part("share-running");
    private final Region failed = part("share-failed");
    private double doneShare;
    private double runningShare;
    private double failedShare;

    public ShareBar() {
        getStyleClass().add("share-bar");
        getChildren().addAll(track, failed, running, done);
        setMinWidth(24);
        setPrefHeight(THICK);
    }

    /// Shares of 0 to 1; what is left of their sum is missing.
    public void show(double doneNow, double runningNow, double failedNow) {
        if (doneNow != doneShare || runningNow != runningShare || failedNow != failedShare) {
            doneShare = doneNow;
            runningShare = runningNow;
            failedShare = failedNow;
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double y = Math.floor((getHeight() - THICK) / 2);
        track.resizeRelocate(0, y, width, THICK);
        place(done, 0, doneShare * width, y);
        place(running, doneShare * width, runningShare * width, y);
        place(failed, (doneShare + runningShare) * width, failedShare * width, y);
    }

    private static void place(Region part, double x, double width, double y) {
        part.setVisible(width > 0);
        part.resizeRelocate(x, y, Math.max(width, 2), THICK);
    }

    private static Region part(String styleClass) {
        Region region = new Region();
        region.getStyleClass().add(styleClass);
        region.setManaged(false);
        return region;
    }
}
