package org.vdeli.contracts.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a key that is not given, written as it would stand in the file; the elements of a
/// list are separated by commas, and an empty text is an empty list.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /// Returns the text of the value
    String value();
}
