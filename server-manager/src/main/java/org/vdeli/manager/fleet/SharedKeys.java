package org.vdeli.manager.fleet;

import java.time.Instant;
import org.vdeli.contracts.value.Checksum;

/// What the keys that all managers share are known by: their fingerprints, not the keys.
public interface SharedKeys {
    /// The fingerprint that a key has; that of the first manager who asked.
    Checksum agree(String name, Checksum fingerprint, Instant now);
}
