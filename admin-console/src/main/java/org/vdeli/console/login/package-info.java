/// The way in: manager, name, password.
@NullMarked
package org.vdeli.console.login;

import org.jspecify.annotations.NullMarked;
