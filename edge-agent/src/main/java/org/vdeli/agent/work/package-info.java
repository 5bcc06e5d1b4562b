/// The jobs of this agent: taken from the broker, kept on disk, carried out, confirmed.
///
/// Design: the broker's message is acknowledged as soon as the job is in the [JobJournal], never
/// later, because a transfer may take hours. The journal is one `store.KeyedLog`: a job's entry
/// first holds the order, then the order with its confirmation, then the mark that the broker has
/// the confirmation; each step is one line on disk, so a kill at any moment repeats at most one
/// idempotent step. Ended jobs are remembered for a while, so a double is answered with the same
/// confirmation instead of being done again. [JobRunner] owns what runs: jobs of one path go one
/// after the other in the order of their arrival; what a later order makes pointless is cancelled.
/// How a fill is done is behind [FillWork].
@NullMarked
package org.vdeli.agent.work;

import org.jspecify.annotations.NullMarked;
