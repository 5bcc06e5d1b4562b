/// Identities of everything the manager keeps. One record per kind, so that a cluster's id can
/// never stand where a region's is expected. All are 64-bit, positive and time-sorted (TSID, minted
/// by the manager); their text form is 13 characters of radix 32, in JSON always a string.
@NullMarked
package org.vdeli.contracts.id;

import org.jspecify.annotations.NullMarked;
