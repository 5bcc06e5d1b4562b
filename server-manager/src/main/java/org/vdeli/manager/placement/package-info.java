/// The choosing of servers: which ones shall hold an asset. Pure: no I/O, no clock, no logger, no
/// chance; the same picture gives the same choice on every manager.
@NullMarked
package org.vdeli.manager.placement;

import org.jspecify.annotations.NullMarked;
