package org.vdeli.contracts.ingest;

/// Body of `POST /ftp/v1/logins`: an FTP node asks whether a publisher may log in.
///
/// @param name as typed by the publisher
/// @param password as typed; never logged
/// @param client the publisher's address
public record AccountCheck(String name, String password, String client) {
    @Override
    public String toString() {
        return "AccountCheck[name=" + name + ", client=" + client + "]";
    }
}
