/// Tests of `org.vdeli.agent.miss`.
@NullMarked
package org.vdeli.agent.miss;

import org.jspecify.annotations.NullMarked;
