/// Who may log in: the manager owns the publishers' accounts, this side only asks.
@NullMarked
package org.vdeli.ftp.account;

import org.jspecify.annotations.NullMarked;
