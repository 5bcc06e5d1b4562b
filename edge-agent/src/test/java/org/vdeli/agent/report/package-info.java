/// Tests of `org.vdeli.agent.report`.
@NullMarked
package org.vdeli.agent.report;

import org.jspecify.annotations.NullMarked;
