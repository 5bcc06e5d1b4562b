package org.vdeli.contracts.api;

import org.vdeli.contracts.id.PublisherId;

/// What is needed to create or rename a project. Its publisher cannot be changed.
public record ProjectDraft(PublisherId publisher, String name) {}
