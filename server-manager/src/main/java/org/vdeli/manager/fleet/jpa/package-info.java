/// The stores of `fleet` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.fleet.jpa;

import org.jspecify.annotations.NullMarked;
