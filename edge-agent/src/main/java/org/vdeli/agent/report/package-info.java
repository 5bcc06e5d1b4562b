/// What the agent tells the manager about itself and its viewers.
///
/// Design: [Reports] puts a report into an envelope and on its way. What may be lost (heartbeats,
/// progress) is sent once. Samples count every request exactly once: [AccessLogReader] goes through
/// nginx's log in order, [SampleMaker] closes an interval at a place in the log, and [SampleSpool]
/// writes the sample and that place in one line on disk, so an agent that is killed begins again at
/// the last place that is in a sample. The spool is bounded; it is sent oldest first as soon as the
/// broker is there.
@NullMarked
package org.vdeli.agent.report;

import org.jspecify.annotations.NullMarked;
