/// The broker as vdeli uses it: its topology as one table, and one resilient connection.
///
/// Design: `Topology` is the only place that names an exchange or a queue. `BrokerLink` keeps one
/// connection and recovers it by itself instead of using the library's automatic recovery. That one
/// restores channels and consumers behind the caller's back: publishes fail or vanish half-way
/// through, delivery tags go stale without a word, and a recovery that breaks off leaves a
/// connection that is open and does nothing. Here a lost connection ends everything that hung on it
/// at once and visibly (each unconfirmed publish answers `Failed`, each delivery counts as not
/// handled), and the next connection begins from nothing: declare, publish, consume. Deliveries may
/// therefore come twice; handlers are idempotent. The same loop serves the first connection.
///
/// Retries happen here and not in the queue: a message that a handler wants again later is kept
/// unacknowledged and handed over again. Sending it back would turn it round at once, count against
/// the delivery limit of quorum queues, and dead-letter good messages whenever the database is
/// away.
@NullMarked
package org.vdeli.contracts.amqp;

import org.jspecify.annotations.NullMarked;
