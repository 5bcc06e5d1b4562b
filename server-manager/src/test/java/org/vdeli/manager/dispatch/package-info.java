@NullMarked
package org.vdeli.manager.dispatch;

import org.jspecify.annotations.NullMarked;
