/// Prefixes and router tokens in MariaDB.
@NullMarked
package org.vdeli.manager.routing.jpa;

import org.jspecify.annotations.NullMarked;
