/// The stores of `alarm` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.alarm.jpa;

import org.jspecify.annotations.NullMarked;
