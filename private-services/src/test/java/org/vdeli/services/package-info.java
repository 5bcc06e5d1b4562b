@NullMarked
package org.vdeli.services;

import org.jspecify.annotations.NullMarked;
