/// One vdeli site on this machine: a manager and edge servers as real processes in one data folder.
///
/// [Site] owns the folder (locked, one owner at a time), the ports, passwords and logs in it, and
/// every process that was started there. Each [Program] is started by the launcher as a user would
/// start it, in a session of its own, so that Ctrl-C at a terminal reaches the owner alone, who
/// then stops the programs in order. All of them carry the folder in their environment: by that
/// mark [SiteProcesses] finds what an owner that was killed left behind, grandchildren included,
/// without ever looking at the names of programs.
///
/// [ManagerClient] is the typed client of the manager's REST interface.
@NullMarked
package org.vdeli.installers.site;

import org.jspecify.annotations.NullMarked;
