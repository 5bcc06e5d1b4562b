/// The stores of `ingest` in MariaDB. Rows stay in here; what goes out are domain records.
@NullMarked
package org.vdeli.manager.ingest.jpa;

import org.jspecify.annotations.NullMarked;
