@NullMarked
package org.vdeli.manager.asset;

import org.jspecify.annotations.NullMarked;
