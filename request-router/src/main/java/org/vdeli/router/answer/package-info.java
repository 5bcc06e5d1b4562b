/// What a router says, apart from how it is asked: addresses made by a template, lists of
/// candidates, and why. Used by the router's own HTTP and by the manager's REST interface.
@NullMarked
package org.vdeli.router.answer;

import org.jspecify.annotations.NullMarked;
