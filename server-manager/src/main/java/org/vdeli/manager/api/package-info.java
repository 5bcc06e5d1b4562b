/// The manager's HTTP server. Everything it answers stands in one table of [Route]s: method, path,
/// who may call it, what goes in, what comes out, and the handler. The table is what [HttpServer]
/// mounts, what [OpenApi] describes, and what the tests walk through, so none of the three can
/// drift from the others.
///
/// A handler gets a [Call] and returns the body of its answer, or throws a [ProblemException]; all
/// errors leave as `application/problem+json` (RFC 9457). What a client sends can end in any 4xx,
/// never in a 500: bodies are read component by component and checked by [Rules], which name every
/// broken rule; ids are parsed into types (an id that cannot exist is not found); lists go through
/// [Listing], which knows the sort keys and filters that it offers.
///
/// One virtual thread per call. Limits: the size of each body, the time to send it, the time of the
/// handler ([Deadlines]), and the number of calls at work at once.
@NullMarked
package org.vdeli.manager.api;

import org.jspecify.annotations.NullMarked;
