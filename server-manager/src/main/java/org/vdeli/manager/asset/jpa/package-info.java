/// The stores of `asset` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.asset.jpa;

import org.jspecify.annotations.NullMarked;
