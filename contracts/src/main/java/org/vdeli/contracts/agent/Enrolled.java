package org.vdeli.contracts.agent;

import java.net.URI;
import org.vdeli.contracts.id.ServerId;

/// Answer to an [EnrolmentRequest]: who the agent is from now on. Holds secrets: to be kept in a
/// file of mode 600 and never logged.
///
/// @param server its id; its broker queue is `agent.<id>`
/// @param name as the manager knows it
/// @param broker address, without credentials, such as `amqp://host:5672/%2F`
/// @param brokerUser its own user at the broker
/// @param brokerPassword of that user
/// @param secret for the manager's HTTP: `Authorization: Bearer agent:<server>:<secret>`
/// @param tokenKey the manager's Ed25519 public key (X.509, base64), which signs piece tokens
public record Enrolled(
        ServerId server,
        String name,
        URI broker,
        String brokerUser,
        String brokerPassword,
        String secret,
        String tokenKey) {
    @Override
    public String toString() {
        return "Enrolled[server=" + server + ", name=" + name + ", broker=" + broker + "]";
    }
}
