/// Tests of `org.vdeli.agent.nginx`.
@NullMarked
package org.vdeli.agent.nginx;

import org.jspecify.annotations.NullMarked;
