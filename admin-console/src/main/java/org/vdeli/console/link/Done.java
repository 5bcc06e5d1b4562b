package org.vdeli.console.link;

/// The value of a call that answers nothing but success.
public enum Done {
    DONE
}
