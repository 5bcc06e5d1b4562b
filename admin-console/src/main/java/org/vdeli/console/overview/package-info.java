/// The fleet at a glance: regions, their clusters, a dot for each server.
@NullMarked
package org.vdeli.console.overview;

import org.jspecify.annotations.NullMarked;
