/// Tests of `org.vdeli.agent`.
@NullMarked
package org.vdeli.agent;

import org.jspecify.annotations.NullMarked;
