package org.vdeli.contracts.api;

/// Where an alarm is in its life.
public enum AlarmState {
    RAISED,
    ACKNOWLEDGED,
    CLEARED
}
