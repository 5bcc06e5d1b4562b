package org.vdeli.manager.publisher.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vdeli.contracts.id.PublisherId;
import org.vdeli.contracts.ingest.FtpAccount.Permission;
import org.vdeli.manager.publisher.Publisher;

@Entity
@Table(name = "publishers")
final class PublisherRow {
    @Id long id;
    String name = "";
    String passwordHash = "";
    String permissions = "";
    @Nullable String welcome;
    @Nullable String farewell;
    @Nullable String home;
    boolean disabled;
    Instant createdAt = Instant.EPOCH;

    PublisherRow() {}

    static PublisherRow of(Publisher publisher) {
        PublisherRow row = new PublisherRow();
        row.id = publisher.id().value();
        row.name = publisher.name();
        row.passwordHash = publisher.passwordHash();
        row.permissions =
                publisher.permissions().stream()
                        .sorted()
                        .map(permission -> String.valueOf(permission.letter()))
                        .collect(Collectors.joining());
        row.welcome = publisher.welcome().orElse(null);
        row.farewell = publisher.farewell().orElse(null);
        row.home = publisher.home().orElse(null);
        row.disabled = publisher.disabled();
        row.createdAt = publisher.createdAt();
        return row;
    }

    Publisher toPublisher() {
        return new Publisher(
                new PublisherId(id),
                name,
                passwordHash,
                Stream.of(Permission.values())
                        .filter(permission -> permissions.indexOf(permission.letter()) >= 0)
                        .collect(Collectors.toSet()),
                Optional.ofNullable(welcome),
                Optional.ofNullable(farewell),
                Optional.ofNullable(home),
                disabled,
                createdAt);
    }
}
