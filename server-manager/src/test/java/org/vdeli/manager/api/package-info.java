@NullMarked
package org.vdeli.manager.api;

import org.jspecify.annotations.NullMarked;
