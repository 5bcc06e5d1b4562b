package org.vdeli.manager.dispatch;

import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.id.JobId;

/// A job was asked to make a change of state that its lifecycle forbids.
public final class ForbiddenChangeException extends RuntimeException {
    ForbiddenChangeException(JobId job, JobState from, JobState to) {
        super("could not change job " + job + " to " + to + ": it is " + from);
    }
}
