@NullMarked
package org.vdeli.contracts.amqp;

import org.jspecify.annotations.NullMarked;
