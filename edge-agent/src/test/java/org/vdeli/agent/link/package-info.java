/// Tests of `org.vdeli.agent.link`.
@NullMarked
package org.vdeli.agent.link;

import org.jspecify.annotations.NullMarked;
