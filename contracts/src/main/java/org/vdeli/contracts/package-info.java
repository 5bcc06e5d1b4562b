/// What all programs of vdeli share, and nothing else: ids, values that are valid from birth,
/// messages between programs, the broker's topology and the configuration reader.
///
/// Sub-packages: `id`, `value`, `agent` (jobs to agents and what they report), `ingest` (accounts
/// and uploads between FTP nodes and the manager), `api` (what consoles exchange with the manager),
/// `wire` (the envelope and its JSON form), `amqp` (topology and broker link), `config`.
@NullMarked
package org.vdeli.contracts;

import org.jspecify.annotations.NullMarked;
