package org.vdeli.manager.database;

/// A row with the same unique key is there already, such as a publisher of the same name. Nothing
/// was changed.
public final class DuplicateKey extends RuntimeException {
    private final String key;

    public DuplicateKey(String key, Throwable cause) {
        super("a row with the same " + key + " is there already", cause);
        this.key = key;
    }

    /// Name of the unique key in the schema, such as `publisher_name`.
    public String key() {
        return key;
    }
}
