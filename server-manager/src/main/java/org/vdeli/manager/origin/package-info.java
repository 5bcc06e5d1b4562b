/// Who holds the contents that agents fetch, and where they fetch one now.
///
/// Design: each holder (a manager with its origin store, a server in the role of origin) stands in
/// [OriginCopies] for each content that it has whole, and nobody else writes its rows: it adds one
/// after the content is on its disk and takes it back before the content goes, so a row may be
/// missing for a moment but never promises what is not there. [OriginSources] is the one place that
/// makes addresses of them, living holders alone, the best first. What a server in the role of
/// origin holds is known from its replicas, as of any server ([OriginServers]), and needs no row.
@NullMarked
package org.vdeli.manager.origin;

import org.jspecify.annotations.NullMarked;
