/// How the agent knows itself and reaches its manager by HTTP.
///
/// Design: an [Identity] is made at the first start and written before anything is asked for, so a
/// lost answer to an enrolment is asked for again under the same identity and gives the same
/// server. [Enrolment] waits for the manager as long as it takes; only a refusal ends it.
@NullMarked
package org.vdeli.agent.link;

import org.jspecify.annotations.NullMarked;
