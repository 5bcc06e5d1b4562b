/// Benchmarks of whole programs. Each starts what it needs, says what it does, stops what it
/// started and ends with one line of figures.
@NullMarked
package org.vdeli.installers.bench;

import org.jspecify.annotations.NullMarked;
