package org.vdeli.ftp.upload;

import java.nio.file.Path;
import java.util.List;
import org.vdeli.contracts.value.AssetPath;

/// How uploads are kept.
///
/// @param folder for the journal and what is not delivered yet
/// @param partialSuffixes ends of names that are delivered only after a rename
/// @param hash whether to hash; off only to measure what hashing costs, nothing is delivered then
/// @param sync whether to force everything to disk before an upload counts as received
/// @param reserve what uploads leave free of the disk
public record UploadRules(
        Path folder,
        List<String> partialSuffixes,
        boolean hash,
        boolean sync,
        DiskReserve reserve) {
    public UploadRules {
        partialSuffixes = List.copyOf(partialSuffixes);
    }

    /// Whether a name is one that clients give to a file that they have not finished.
    boolean partial(AssetPath path) {
        return partialSuffixes.stream().anyMatch(path.fileName()::endsWith);
    }
}
