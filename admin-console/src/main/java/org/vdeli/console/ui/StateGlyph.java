package org.vdeli.console.ui;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.ServerState;

/// States as shapes: each has a form and a colour of its own, so that nobody depends on colour.
///
/// @param styleClass the colour's role
public record StateGlyph(Ikon icon, String styleClass) {
    public static StateGlyph of(ServerState state) {
        return switch (state) {
            case ONLINE -> new StateGlyph(MaterialDesignC.CIRCLE, "good");
            case SILENT -> new StateGlyph(MaterialDesignC.CLOSE_CIRCLE, "bad");
            case JOINING -> new StateGlyph(MaterialDesignC.CIRCLE_OUTLINE, "info");
            case DRAINING -> new StateGlyph(MaterialDesignA.ARROW_DOWN_CIRCLE, "warn");
            case MAINTENANCE -> new StateGlyph(MaterialDesignW.WRENCH, "muted");
            case RETIRED -> new StateGlyph(MaterialDesignM.MINUS_CIRCLE_OUTLINE, "muted");
        };
    }

    public static StateGlyph of(ReplicaState state) {
        return switch (state) {
            case VERIFIED -> new StateGlyph(MaterialDesignC.CHECK_CIRCLE, "good");
            case FILLING -> new StateGlyph(MaterialDesignP.PROGRESS_DOWNLOAD, "info");
            case FAILED -> new StateGlyph(MaterialDesignC.CLOSE_CIRCLE, "bad");
            case MISSING -> new StateGlyph(MaterialDesignC.CIRCLE_OUTLINE, "muted");
            case REMOVING -> new StateGlyph(MaterialDesignT.TRASH_CAN_OUTLINE, "muted");
        };
    }

    public static StateGlyph of(JobState state) {
        return switch (state) {
            case NOT_SCHEDULED -> waiting();
            case PROCESSING -> running();
            case TRANSFERRED -> new StateGlyph(MaterialDesignS.SHIELD_CHECK_OUTLINE, "info");
            case VERIFIED -> done();
            case RETRYING -> new StateGlyph(MaterialDesignR.REFRESH, "warn");
            case SUSPENDED -> new StateGlyph(MaterialDesignP.PAUSE_CIRCLE_OUTLINE, "muted");
            case CANCELLED -> stopped();
            case FAILED -> failed();
        };
    }

    public static StateGlyph of(AlarmSeverity severity) {
        return switch (severity) {
            case CRITICAL -> new StateGlyph(MaterialDesignA.ALERT_OCTAGON, "bad");
            case WARNING -> new StateGlyph(MaterialDesignA.ALERT, "warn");
        };
    }

    /// What an asset's distribution has come to.
    public static StateGlyph done() {
        return new StateGlyph(MaterialDesignC.CHECK_CIRCLE, "good");
    }

    public static StateGlyph running() {
        return new StateGlyph(MaterialDesignP.PROGRESS_DOWNLOAD, "info");
    }

    public static StateGlyph failed() {
        return new StateGlyph(MaterialDesignC.CLOSE_CIRCLE, "bad");
    }

    public static StateGlyph waiting() {
        return new StateGlyph(MaterialDesignC.CIRCLE_OUTLINE, "muted");
    }

    public static StateGlyph stopped() {
        return new StateGlyph(MaterialDesignS.STOP_CIRCLE_OUTLINE, "muted");
    }
}
