@NullMarked
package org.vdeli.contracts.config;

import org.jspecify.annotations.NullMarked;
