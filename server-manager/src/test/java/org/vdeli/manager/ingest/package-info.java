@NullMarked
package org.vdeli.manager.ingest;

import org.jspecify.annotations.NullMarked;
