/// The stores of `dispatch` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.dispatch.jpa;

import org.jspecify.annotations.NullMarked;
