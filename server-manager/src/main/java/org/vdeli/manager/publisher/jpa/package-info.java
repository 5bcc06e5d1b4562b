/// The stores of `publisher` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.publisher.jpa;

import org.jspecify.annotations.NullMarked;
