/// What should be where: the [DeliveryPolicy] of a project in a region. Deciding is pure: no I/O,
/// no clock, no logger.
@NullMarked
package org.vdeli.manager.policy;

import org.jspecify.annotations.NullMarked;
