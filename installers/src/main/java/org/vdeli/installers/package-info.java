/// What brings the programs together: [Demo] shows the whole road on one machine, `bench` measures
/// whole programs, and the system tests walk the road and break it on purpose. All three start the
/// packaged programs through the launcher, as a user does, by way of `site`.
@NullMarked
package org.vdeli.installers;

import org.jspecify.annotations.NullMarked;
