package org.vdeli.installers;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.vdeli.installers.site.Site;

/// The private broker of a site, from behind.
final class Broker {
    private static final String ADMIN = "vdeli-admin";

    private final Site site;

    private Broker(Site site) {
        this.site = site;
    }

    static Broker of(Site site) {
        return new Broker(site);
    }

    /// A connection with all rights, which may also speak in the name of others.
    Connection connect() {
        String password = password();
        try {
            mayImpersonate(password);
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(site.addresses().broker());
            factory.setUsername(ADMIN);
            factory.setPassword(password);
            return factory.newConnection("system-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String password() {
        try {
            return Files.readString(site.managerFolder().resolve("rabbitmq/admin.password"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mayImpersonate(String password) throws IOException {
        URI address = site.addresses().management().resolve("/api/users/" + ADMIN);
        String body = "{\"password\":\"" + password + "\",\"tags\":\"administrator,impersonator\"}";
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        (ADMIN + ":" + password)
                                                                .getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new IllegalStateException("the broker answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Binds a queue of the test to an exchange, to see all that passes.
    static String tap(Channel channel, String exchange) throws IOException {
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, "#");
        return queue;
    }

    /// Sends everything that is in a queue now once more to where it came from.
    ///
    /// @return how many messages
    static int repeat(Channel channel, String queue) throws IOException {
        // Taken out first: what is sent again comes into the same queue.
        List<GetResponse> messages = new ArrayList<>();
        for (GetResponse message = channel.basicGet(queue, true);
                message != null;
                message = channel.basicGet(queue, true)) {
            messages.add(message);
        }
        for (GetResponse message : messages) {
            channel.basicPublish(
                    message.getEnvelope().getExchange(),
                    message.getEnvelope().getRoutingKey(),
                    message.getProps(),
                    message.getBody());
        }
        return messages.size();
    }
}
