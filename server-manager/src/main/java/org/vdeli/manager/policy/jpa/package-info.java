/// The stores of `policy` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.policy.jpa;

import org.jspecify.annotations.NullMarked;
