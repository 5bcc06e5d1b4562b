@NullMarked
package org.vdeli.console.jobs;

import org.jspecify.annotations.NullMarked;
