/// Where content can be: [Region]s of [Cluster]s of [EdgeServer]s, the tokens with which new
/// servers enrol, and what is known of the servers right now.
@NullMarked
package org.vdeli.manager.fleet;

import org.jspecify.annotations.NullMarked;
