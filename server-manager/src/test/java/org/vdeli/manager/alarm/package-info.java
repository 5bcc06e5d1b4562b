@NullMarked
package org.vdeli.manager.alarm;

import org.jspecify.annotations.NullMarked;
