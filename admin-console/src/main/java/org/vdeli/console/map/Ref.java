package org.vdeli.console.map;

/// Names an object of the topology, whether the manager knows it or not yet.
///
/// @param <I> the manager's id
public sealed interface Ref<I> {
    /// One that the manager knows.
    record Saved<I>(I id) implements Ref<I> {}

    /// One that was drawn and not saved yet.
    ///
    /// @param number tells the drawn ones apart
    record Fresh<I>(int number) implements Ref<I> {}
}
