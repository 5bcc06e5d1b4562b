/// Tests of `org.vdeli.agent.keep`.
@NullMarked
package org.vdeli.agent.keep;

import org.jspecify.annotations.NullMarked;
