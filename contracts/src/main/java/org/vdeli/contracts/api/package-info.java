/// What consoles and other clients exchange with the manager over HTTP: `XView` is what the manager
/// answers, `XDraft` what a client sends to create or change, [ConsoleEvent] what the event stream
/// carries.
@NullMarked
package org.vdeli.contracts.api;

import org.jspecify.annotations.NullMarked;
