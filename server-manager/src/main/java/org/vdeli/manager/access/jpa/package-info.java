/// The stores of `access` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.access.jpa;

import org.jspecify.annotations.NullMarked;
