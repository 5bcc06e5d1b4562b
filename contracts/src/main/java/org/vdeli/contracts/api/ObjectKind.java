package org.vdeli.contracts.api;

/// The kinds of objects that the manager keeps, as alarms, audit entries and events name them.
public enum ObjectKind {
    OPERATOR,
    PUBLISHER,
    PROJECT,
    REGION,
    CLUSTER,
    SERVER,
    POLICY,
    ASSET,
    UPLOAD,
    JOB,
    PURGE,
    ALARM,
    ENROLMENT_TOKEN,
    MANAGER,
    NETWORK_PREFIX,
    ROUTER_TOKEN
}
