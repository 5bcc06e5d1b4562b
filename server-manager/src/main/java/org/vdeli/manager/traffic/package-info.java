/// What the servers do: [Sample]s of their nginx and of themselves, one per server and interval. A
/// sample that comes twice is stored once; days that are too old are dropped as whole partitions.
@NullMarked
package org.vdeli.manager.traffic;

import org.jspecify.annotations.NullMarked;
