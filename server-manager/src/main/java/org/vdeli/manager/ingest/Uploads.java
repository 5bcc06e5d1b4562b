package org.vdeli.manager.ingest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.UploadState;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.id.UploadId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.database.Paging;

/// The uploads.
public interface Uploads {
    Optional<Upload> find(UploadId id);

    Optional<Upload> byReceipt(UUID receipt);

    /// The upload, locked until the transaction ends: its message may come twice.
    Optional<Upload> lock(UploadId id);

    /// As [#lock], for many, in the order of their ids.
    List<Upload> lockAll(Collection<UploadId> ids);

    /// Checksums of the pieces, in order; none if there is no such upload.
    List<Checksum> pieces(UploadId id);

    /// Whether a later upload of the same path was accepted already. Later is what was received
    /// later; of two received at the same moment the one with the larger id.
    boolean isOvertaken(Upload upload);

    /// Those in state RECEIVED for longer whose bytes are with a manager, or nobody knows with
    /// whom, oldest first: their message may be lost.
    List<Upload> waitingSince(ManagerId manager, Instant before, int limit);

    /// How many in state RECEIVED wait for a manager that has their bytes.
    long waitingFor(ManagerId manager);

    Page<Upload> page(Filter filter, Paging<Order> paging);

    /// Which ones to list.
    ///
    /// @param pieces checksum of each piece, in order
    void add(Upload upload, List<Checksum> pieces);

    /// Stores state, reason and asset; the other components never change.
    void update(Upload upload);

    /// Which ones to list.
    ///
    /// @param states any when empty
    /// @param text part of the path, any case
    record Filter(Optional<PublisherId> publisher, Set<UploadState> states, Optional<String> text) {
        public static final Filter ANY = new Filter(Optional.empty(), Set.of(), Optional.empty());

        public Filter {
            states = Set.copyOf(states);
        }
    }

    enum Order {
        RECEIVED_AT,
        PATH,
        SIZE
    }
}
