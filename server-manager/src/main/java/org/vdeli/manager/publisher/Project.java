package org.vdeli.manager.publisher;

import java.time.Instant;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;

/// A publisher's group of assets under one policy.
///
/// @param name unique within the publisher, second part of all paths
public record Project(ProjectId id, PublisherId publisher, String name, Instant createdAt) {
    /// The project that every publisher has.
    public static final String DEFAULT_NAME = "default";
}
