/// What the programs need of HTTP beside the JDK's client.
@NullMarked
package org.vdeli.contracts.http;

import org.jspecify.annotations.NullMarked;
