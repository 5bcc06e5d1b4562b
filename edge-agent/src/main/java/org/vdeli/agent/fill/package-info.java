/// How an asset's bytes get here: by ranges over HTTP, piece by piece, verified, resumable.
///
/// Design: a [Filler] makes one [FillSession] per fill. The session owns which pieces are verified
/// and which are being fetched; as many [PieceFetcher]s as the order allows connections claim runs
/// of missing pieces, fetch each run by one ranged request and verify each piece as it arrives. A
/// piece that is bad, late or cut off is simply missing again. [WholeChecksum] follows behind and
/// reads the verified pieces back from the file, in order, so that the checksum of the whole covers
/// what is on the disk and costs no time after the last byte. [Sources] decides where to read from
/// and when to give up. What is verified is noted in a [PieceMap] beside the partial file, so a
/// restart fetches only what is missing; it trusts the notes only after reading the pieces back.
///
/// Bytes come over plain sockets, not `java.net.http`: reading straight into the buffer that is
/// hashed and written costs about half the CPU time, a stalled or paced connection is a matter of
/// one read, and closing the socket cancels at once.
@NullMarked
package org.vdeli.agent.fill;

import org.jspecify.annotations.NullMarked;
