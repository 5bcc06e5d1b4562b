/// How decisions reach the agents: a [TransferJob] is the difference between assignment and replica
/// as one order, the [Outbox] what the broker has yet to be told. Jobs and their messages are
/// stored in one transaction and sent after it, so a crash between database and broker loses
/// nothing; agents do a job that comes twice once.
@NullMarked
package org.vdeli.manager.dispatch;

import org.jspecify.annotations.NullMarked;
