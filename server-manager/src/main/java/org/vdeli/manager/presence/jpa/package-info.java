/// The stores of `presence` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.presence.jpa;

import org.jspecify.annotations.NullMarked;
