/// Tests of `org.vdeli.contracts.http`.
@NullMarked
package org.vdeli.contracts.retry;

import org.jspecify.annotations.NullMarked;
