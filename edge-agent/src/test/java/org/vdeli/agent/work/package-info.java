/// Tests of `org.vdeli.agent.work`.
@NullMarked
package org.vdeli.agent.work;

import org.jspecify.annotations.NullMarked;
