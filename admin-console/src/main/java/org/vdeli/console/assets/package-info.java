/// What is distributed, how far it is, and where: the assets, and the replicas of the chosen one.
@NullMarked
package org.vdeli.console.assets;

import org.jspecify.annotations.NullMarked;
