/// The request router as a program of its own: it holds no state but the last picture that a
/// manager gave it, so that any number may run, behind DNS or a load balancer.
///
/// ```
///   manager --Update, every second--> follow --> map: RoutingSnapshot <-- decide <-- http <-- viewer
///                                       |                                  ^
///                                       +--> file of the last picture      +-- place, net
/// ```
///
/// The manager hosts the same parts and fills the same model from its database.
@NullMarked
package org.vdeli.router;

import org.jspecify.annotations.NullMarked;
