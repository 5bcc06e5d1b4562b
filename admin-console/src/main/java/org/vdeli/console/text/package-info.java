/// Words and numbers as the console shows them. No scene classes: models use it too.
@NullMarked
package org.vdeli.console.text;

import org.jspecify.annotations.NullMarked;
