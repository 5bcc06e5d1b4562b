/// A manager to try the console against: a real HTTP server that speaks the contract, with a
/// made-up fleet of any size.
@NullMarked
package org.vdeli.console.fake;

import org.jspecify.annotations.NullMarked;
