package org.vdeli.manager.alarm;

import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.ftp.upload.DiskReserve;

/// An alarm while the manager's disk is full up to the reserve that uploads leave to the database,
/// the broker and the journals. It ends only a tenth above the reserve, so that it does not come
/// and go with every file.
public final class DiskWatch {
    static final String LOW = "manager-disk";

    /// What the alarm was about when there was one manager.
    private static final String FORMER = "disk";

    private final DiskReserve reserve;
    private final AlarmDesk alarms;
    private final String manager;
    private boolean raised = true;

    /// @param manager name of the one whose disk it is
    public DiskWatch(DiskReserve reserve, AlarmDesk alarms, String manager) {
        this.reserve = reserve;
        this.alarms = alarms;
        this.manager = manager;
    }

    /// Raises or clears the alarm; call it every ten seconds or so, from one thread.
    public void turn() {
        if (!reserve.hasRoomFor(0)) {
            alarms.raise(
                    AlarmSeverity.CRITICAL,
                    ObjectKind.MANAGER,
                    manager,
                    LOW,
                    "The disk of "
                            + manager
                            + " has less than "
                            + reserve.reserve()
                            + " free, and uploads are refused: make room on it");
            raised = true;
        } else if (raised && reserve.hasRoomFor(reserve.reserve().bytes() / 10)) {
            alarms.clear(ObjectKind.MANAGER, manager, LOW);
            alarms.clear(ObjectKind.MANAGER, FORMER, LOW);
            raised = false;
        }
    }
}
