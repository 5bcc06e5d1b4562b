/// What managers on one database and one broker tell each other.
///
/// Design: what changes the database is done once, under a row lock or a lease, by whichever
/// manager comes first. What a manager keeps in memory follows by itself where it can: each hears
/// all heartbeats, progress and samples from a queue of its own, and reads states again every few
/// seconds. What is left is told: [SharedChanges] stands between the services and the event stream
/// and tells every change to the other managers' event streams, too. Notes are numbered; a manager
/// that misses one, for whatever reason, has its consoles begin anew with a snapshot, so a note
/// that gets lost costs a moment, never truth.
@NullMarked
package org.vdeli.manager.side;

import org.jspecify.annotations.NullMarked;
