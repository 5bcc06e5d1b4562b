/// Tests of `org.vdeli.agent.fill`.
@NullMarked
package org.vdeli.agent.fill;

import org.jspecify.annotations.NullMarked;
