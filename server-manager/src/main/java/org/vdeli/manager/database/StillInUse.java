package org.vdeli.manager.database;

/// Something cannot be removed because other rows refer to it, or cannot be stored because what it
/// refers to is gone. Nothing was changed.
public final class StillInUse extends RuntimeException {
    private final String key;

    public StillInUse(String key, Throwable cause) {
        super("other rows refer to it, or what it refers to is gone (" + key + ")", cause);
        this.key = key;
    }

    /// Name of the foreign key in the schema, such as `cluster_region`.
    public String key() {
        return key;
    }
}
