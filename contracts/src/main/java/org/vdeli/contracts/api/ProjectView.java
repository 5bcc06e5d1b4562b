package org.vdeli.contracts.api;

import java.time.Instant;
import org.vdeli.contracts.id.ProjectId;
import org.vdeli.contracts.id.PublisherId;

/// A publisher's group of assets under one policy.
public record ProjectView(
        ProjectId id,
        PublisherId publisher,
        String publisherName,
        String name,
        Instant createdAt) {}
