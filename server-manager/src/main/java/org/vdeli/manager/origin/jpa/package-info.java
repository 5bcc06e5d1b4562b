/// The stores of `origin` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.origin.jpa;

import org.jspecify.annotations.NullMarked;
