package org.vdeli.contracts.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.id.ManagerId;
import org.vdeli.contracts.retry.BackOff;

/// How a [BrokerLink] connects.
///
/// @param name what the connection is called at the broker and in logs
/// @param uri `amqp://host:port` or `amqps://host:port`, with `/vhost` where it is not the default
/// @param user account
/// @param password its password
/// @param tls certificates to trust for `amqps`, or none for those of the JDK; the host name is
///   always checked
/// @param declare what to declare on each connection before anything else, and every few seconds
///   again
/// @param mayDeadLetter whether the account may publish to [Topology#DEAD]; without this right a
///   refused message is dead-lettered by the broker, which adds no reason
/// @param maxBody longest body in bytes that a handler sees; longer ones are refused
/// @param backOff the pauses between attempts to connect
/// @param confirmWithin how long a publish waits for its confirm
/// @param time for the state
/// @param random for the pauses
/// @param heartbeats sends the AMQP heartbeats of many links of one program; absent: each link has
///   a thread of its own for them, and one that hangs holds up no other
public record LinkSettings(
        String name,
        URI uri,
        String user,
        Secret password,
        Optional<SSLContext> tls,
        Declaration declare,
        boolean mayDeadLetter,
        int maxBody,
        BackOff backOff,
        Duration confirmWithin,
        InstantSource time,
        RandomGenerator random,
        Optional<ScheduledExecutorService> heartbeats) {

    /// Longest body where nothing else is said: the 4 KiB of a message and room for what wraps it.
    public static final int MAX_BODY = 8192;

    /// Declares what a program needs.
    @FunctionalInterface
    public interface Declaration {
        /// Declares on a channel of its own.
        ///
        /// @param channel closed afterwards
        /// @throws IOException if the broker refuses; the link tries again
        void on(Channel channel) throws IOException;

        /// Nothing: for programs that may not declare.
        Declaration NOTHING = channel -> {};
    }

    /// Settings of a program that may declare and dead-letter, such as the manager.
    ///
    /// @param name what the connection is called
    /// @param uri where the broker is
    /// @param user account
    /// @param password its password
    /// @param time for the state
    /// @param random for the pauses
    /// @return settings that declare [Topology#declareShared]
    public static LinkSettings manager(
            String name,
            URI uri,
            String user,
            Secret password,
            InstantSource time,
            RandomGenerator random) {
        return new LinkSettings(
                name,
                uri,
                user,
                password,
                Optional.empty(),
                Topology::declareShared,
                true,
                MAX_BODY,
                new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5)),
                Duration.ofSeconds(30),
                time,
                random,
                Optional.empty());
    }

    /// Settings of an agent, which may declare nothing. Its pauses are longer, because thousands
    /// come back at once.
    ///
    /// @param name what the connection is called
    /// @param uri where the broker is
    /// @param user account
    /// @param password its password
    /// @param time for the state
    /// @param random for the pauses
    /// @return settings that declare nothing
    public static LinkSettings agent(
            String name,
            URI uri,
            String user,
            Secret password,
            InstantSource time,
            RandomGenerator random) {
        return new LinkSettings(
                name,
                uri,
                user,
                password,
                Optional.empty(),
                Declaration.NOTHING,
                false,
                MAX_BODY,
                new BackOff(Duration.ofMillis(500), Duration.ofSeconds(20)),
                Duration.ofSeconds(30),
                time,
                random,
                Optional.empty());
    }

    /// The same settings that trust other certificates.
    ///
    /// @param context trust for `amqps`
    /// @return the settings
    public LinkSettings trusting(SSLContext context) {
        return new LinkSettings(
                name,
                uri,
                user,
                password,
                Optional.of(context),
                declare,
                mayDeadLetter,
                maxBody,
                backOff,
                confirmWithin,
                time,
                random,
                heartbeats);
    }

    /// The same settings that also declare the queues of one manager.
    ///
    /// @param manager which one
    /// @return the settings
    public LinkSettings of(ManagerId manager) {
        return declaring(channel -> Topology.declareManager(channel, manager));
    }

    /// The same settings with another declaration.
    ///
    /// @param other what to declare
    /// @return the settings
    public LinkSettings declaring(Declaration other) {
        return new LinkSettings(
                name,
                uri,
                user,
                password,
                tls,
                other,
                mayDeadLetter,
                maxBody,
                backOff,
                confirmWithin,
                time,
                random,
                heartbeats);
    }

    /// The same settings for one of many links of a program.
    ///
    /// @param shared sends the heartbeats of all of them
    /// @return the settings
    public LinkSettings sharing(ScheduledExecutorService shared) {
        return new LinkSettings(
                name,
                uri,
                user,
                password,
                tls,
                declare,
                mayDeadLetter,
                maxBody,
                backOff,
                confirmWithin,
                time,
                random,
                Optional.of(shared));
    }
}
