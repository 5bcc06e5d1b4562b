package org.vdeli.agent.work;

import java.util.Optional;
import org.vdeli.contracts.agent.Report.Reason;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// How carrying out a job ended.
///
/// @param reason what kind of end
/// @param detail the cause in words, for people; empty when done
/// @param checksum as read back from the disk, if it was
/// @param fetched bytes that came over the network
public record Outcome(
        Reason reason, String detail, Optional<Checksum> checksum, ByteCount fetched) {

    public static Outcome done() {
        return new Outcome(Reason.DONE, "", Optional.empty(), ByteCount.ZERO);
    }

    public static Outcome done(Checksum checksum, ByteCount fetched) {
        return new Outcome(Reason.DONE, "", Optional.of(checksum), fetched);
    }

    public static Outcome of(Reason reason, String detail) {
        return new Outcome(reason, detail, Optional.empty(), ByteCount.ZERO);
    }

    public static Outcome of(Reason reason, String detail, ByteCount fetched) {
        return new Outcome(reason, detail, Optional.empty(), fetched);
    }
}
