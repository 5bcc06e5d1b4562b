package org.vdeli.manager.origin;

import java.time.Instant;
import org.vdeli.contracts.value.Checksum;

/// A content that a holder has whole, with its checksum compared.
///
/// @param since when the holder got it, or got it anew
public record OriginCopy(Checksum checksum, OriginHolder holder, Instant since) {}
