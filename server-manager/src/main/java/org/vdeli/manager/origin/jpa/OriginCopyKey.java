package org.vdeli.manager.origin.jpa;

import org.vdeli.manager.origin.OriginHolder;

/// Key of the rows of copies.
record OriginCopyKey(String checksum, OriginHolder.Kind holderKind, long holderId) {}
