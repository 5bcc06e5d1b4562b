package org.vdeli.contracts.api;

import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;

/// A copy that was ordered, and the job that makes it.
///
/// @param state of the job
public record OrderedCopyView(JobId job, AssetId asset, ServerId server, JobState state) {}
