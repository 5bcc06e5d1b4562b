/// The stores of `traffic` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.traffic.jpa;

import org.jspecify.annotations.NullMarked;
