/// Private MariaDB and RabbitMQ processes in one data folder, for a manager without configured
/// addresses and for tests.
///
/// Design: an instance is a folder. Everything that belongs to it lies there (data, passwords, pid
/// files, logs), it listens on loopback alone, and nothing of a system installation is touched. A
/// process is stopped by its own pid, and a pid found in a file is believed only when the start
/// time written beside it is that of the running process: numbers are reused. A start returns when
/// the service answers; a start that fails says what could not be started, why, and the last lines
/// of its log.
@NullMarked
package org.vdeli.services;

import org.jspecify.annotations.NullMarked;
