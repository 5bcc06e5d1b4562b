/// The steps of the demo, in the order of the road: [Founding] makes what a site needs (regions,
/// accounts, policies) through the REST interface, [SampleVideo] a video, [Publishing] uploads it
/// and watches it reach the edges, [Viewers] play it and count, [LiveBoard] shows the figures that
/// come back. Each step checks what it did and throws a [org.vdeli.installers.site.SiteException]
/// that says what is wrong; [DemoRun] puts them together.
@NullMarked
package org.vdeli.installers.demo;

import org.jspecify.annotations.NullMarked;
