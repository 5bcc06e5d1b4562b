/// Reads the configuration of a program: one record, nested by topic, filled from a YAML file, then
/// from `VDELI_` environment variables, then from flags.
///
/// Design: a record is its own schema. `ConfigSchema` walks the record once and knows every key; a
/// source (`YamlSource`, `ConfigReader` for variables and flags) only yields texts with the place
/// where they stand; `ConfigBinder` turns texts into values. Whatever is wrong anywhere is
/// collected and reported at once, because an operator who has to start a program five times to see
/// five mistakes stops reading messages. The streaming parser is used for YAML so that each message
/// names a line. A secret never stands in a file beside other keys: it comes from a variable or
/// from a file of its own that nobody else can read.
@NullMarked
package org.vdeli.contracts.config;

import org.jspecify.annotations.NullMarked;
