/// From the last byte of an upload to the manager's word for it.
///
/// A finished upload is a receipt in the journal on disk and an immutable file. The forwarder hands
/// both to the [org.vdeli.ftp.upload.UploadSink] until it answers, for ever, in order for each
/// path.
@NullMarked
package org.vdeli.ftp.upload;

import org.jspecify.annotations.NullMarked;
