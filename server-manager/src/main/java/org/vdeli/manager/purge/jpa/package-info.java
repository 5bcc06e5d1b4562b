/// Purges in MariaDB.
@NullMarked
package org.vdeli.manager.purge.jpa;

import org.jspecify.annotations.NullMarked;
