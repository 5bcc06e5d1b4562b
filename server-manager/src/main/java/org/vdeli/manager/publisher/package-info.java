/// Who uploads: [Publisher]s with their FTP accounts, and their [Project]s. A new publisher has a
/// project `default`.
@NullMarked
package org.vdeli.manager.publisher;

import org.jspecify.annotations.NullMarked;
