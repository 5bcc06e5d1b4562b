/// The stores of `audit` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.audit.jpa;

import org.jspecify.annotations.NullMarked;
