/// Tests of `org.vdeli.contracts.http`.
@NullMarked
package org.vdeli.contracts.http;

import org.jspecify.annotations.NullMarked;
