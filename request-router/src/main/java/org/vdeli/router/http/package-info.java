/// The router's HTTP for viewers: redirects, lists of candidates, HLS master playlists with one
/// pathway for each candidate, and their steering manifests.
///
/// It is the JDK's own server with a virtual thread for each request. Names that begin with `_` are
/// the router's own: no publisher's name can.
@NullMarked
package org.vdeli.router.http;

import org.jspecify.annotations.NullMarked;
