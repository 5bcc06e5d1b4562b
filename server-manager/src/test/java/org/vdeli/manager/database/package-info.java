/// Tests of the stores: one contract per store, for the memory and for MariaDB.
@NullMarked
package org.vdeli.manager.database;

import org.jspecify.annotations.NullMarked;
