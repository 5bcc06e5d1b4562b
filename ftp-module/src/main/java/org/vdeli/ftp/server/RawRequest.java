package org.vdeli.ftp.server;

import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.jspecify.annotations.Nullable;

/// One command line as it came: spaces in an argument belong to it, as names and passwords may
/// begin or end with one.
final class RawRequest implements FtpRequest {
    private final String line;
    private final String command;
    private final @Nullable String argument;
    private final long receivedTime;

    RawRequest(String line, long receivedTime) {
        this.line = line.stripLeading();
        int space = this.line.indexOf(' ');
        this.command =
                (space < 0 ? this.line : this.line.substring(0, space)).toUpperCase(Locale.ROOT);
        this.argument =
                space < 0 || space == this.line.length() - 1
                        ? null
                        : this.line.substring(space + 1);
        this.receivedTime = receivedTime;
    }

    @Override
    public String getRequestLine() {
        return line;
    }

    @Override
    public String getCommand() {
        return command;
    }

    @Override
    public @Nullable String getArgument() {
        return argument;
    }

    @Override
    public boolean hasArgument() {
        return argument != null;
    }

    @Override
    public long getReceivedTime() {
        return receivedTime;
    }

    /// Without the argument, which may be a password.
    @Override
    public String toString() {
        return command;
    }
}
