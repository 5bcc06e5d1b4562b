@NullMarked
package org.vdeli.router.answer;

import org.jspecify.annotations.NullMarked;
