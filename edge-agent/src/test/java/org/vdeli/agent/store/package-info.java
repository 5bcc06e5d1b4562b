/// Tests of `org.vdeli.agent.store`.
@NullMarked
package org.vdeli.agent.store;

import org.jspecify.annotations.NullMarked;
