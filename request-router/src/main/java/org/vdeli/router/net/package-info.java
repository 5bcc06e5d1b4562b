/// Addresses and prefixes of networks: what an operator means by `10.1.0.0/16` or `2001:db8::/32`,
/// and which of many such prefixes is the longest that has an address.
@NullMarked
package org.vdeli.router.net;

import org.jspecify.annotations.NullMarked;
