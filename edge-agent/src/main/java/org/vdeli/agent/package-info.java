/// The agent of an edge server: it carries out the manager's jobs, drives and reads nginx, and
/// reports.
///
/// Design: [Wiring] makes the parts by hand and [Services] starts them in order and closes them in
/// reverse. The road of a job: `work.JobInbox` (broker to journal) -> `work.JobRunner` ->
/// `fill.Filler` -> `store.Publications` (nginx's folder) -> `work.ConfirmationSender`. The road of
/// a request: nginx's log -> `report.SampleMaker` -> `report.SampleSpool` -> broker. What agents
/// give each other is in `peer`. What comes later has its place: live streams in `relay`.
@NullMarked
package org.vdeli.agent;

import org.jspecify.annotations.NullMarked;
