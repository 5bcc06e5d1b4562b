package org.vdeli.contracts.api;

import java.time.Instant;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;

/// A content that edge servers hold and the manager's database does not know, as after it was
/// restored from an older backup.
///
/// @param asset its id on the servers
/// @param servers how many hold it
/// @param since when the first of them said so
/// @param purgeFrom when the first copy is removed, unless it is known by then
public record UnknownContentView(
        AssetId asset,
        AssetPath path,
        Long version,
        ByteCount size,
        Checksum checksum,
        Long servers,
        Instant since,
        Instant purgeFrom) {}
