/// The JSON form of everything that leaves a program: [Envelope] (version, id, time, body) and
/// [Codec], the one place that knows Jackson. Sealed kinds are told apart by a `type` property that
/// mix-ins add; the records themselves stay bare.
@NullMarked
package org.vdeli.contracts.wire;

import org.jspecify.annotations.NullMarked;
