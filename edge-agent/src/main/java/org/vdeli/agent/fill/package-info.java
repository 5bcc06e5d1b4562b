/// How an asset's bytes get here: by ranges over HTTP, piece by piece, verified, resumable.
///
/// Design: a [Filler] makes one [FillSession] per fill. The session owns which pieces are verified
/// and which are being fetched. Each connection is a [Lane], to the sources of the order or to
/// another agent; its [PieceFetcher] claims a run of missing pieces, fetches it by one ranged
/// request and verifies each piece as it arrives. Which run a lane gets is the [Picker]'s to say:
/// [InOrder] for fills from the sources alone, [SwarmPicker] for those that others take part in
/// ([SwarmFill]). A piece that is bad, late or cut off is simply missing again. [WholeChecksum]
/// follows behind and reads the verified pieces back from the file, in order, so that the checksum
/// of the whole covers what is on the disk and costs little time after the last byte. [Sources]
/// decides where to read from and when to give up. What is verified is noted in a [PieceMap] beside
/// the partial file, so a restart fetches only what is missing; it trusts the notes only after
/// reading the pieces back.
///
/// Bytes come over plain sockets, not `java.net.http`: reading straight into the buffer that is
/// hashed and written costs about half the CPU time, a stalled or paced connection is a matter of
/// one read, and closing the socket cancels at once.
@NullMarked
package org.vdeli.agent.fill;

import org.jspecify.annotations.NullMarked;
