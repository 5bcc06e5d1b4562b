@NullMarked
package org.vdeli.router.http;

import org.jspecify.annotations.NullMarked;
