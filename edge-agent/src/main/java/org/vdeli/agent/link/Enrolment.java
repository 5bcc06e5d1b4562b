package org.vdeli.agent.link;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.agent.Enrolled;
import org.vdeli.contracts.agent.EnrolmentRequest;
import org.vdeli.contracts.config.Secret;
import org.vdeli.contracts.retry.BackOff;
import org.vdeli.contracts.retry.Retry;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.contracts.wire.Codec;

/// Makes this installation a server of the fleet, once.
public final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final BackOff PAUSES =
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(15));

    private final Path file;
    private final Codec codec;
    private final ManagerLink manager;
    private final RandomGenerator random;

    /// What the manager is told of this server.
    public record Self(
            String name,
            List<String> addresses,
            Integer httpPort,
            String zone,
            Optional<GeoPoint> location) {
        public Self {
            addresses = List.copyOf(addresses);
        }
    }

    /// Puts it together; nothing begins yet.
    ///
    /// @param file of the identity
    public Enrolment(Path file, Codec codec, ManagerLink manager, RandomGenerator random) {
        this.file = file;
        this.codec = codec;
        this.manager = manager;
        this.random = random;
    }

    /// The identity as it is known, without asking anybody.
    public Optional<Enrolled> known() throws IOException {
        return Identity.read(file, codec).flatMap(Identity::enrolled);
    }

    /// The identity, asking the manager for it if it has none yet, or if this server's name,
    /// addresses or port have changed and a token is there. Waits for the manager.
    ///
    /// @throws IOException if the identity cannot be read or written
    /// @throws ManagerLink.RefusedException if there is no token or the manager refuses it
    public Enrolled ensure(Self self, Optional<Secret> token, String version)
            throws IOException, ManagerLink.RefusedException, InterruptedException {
        Optional<Identity> present = Identity.read(file, codec);
        if (present.isEmpty()) {
            // Written before it is used: a lost answer is asked for again under the same identity.
            Identity fresh = new Identity(UUID.randomUUID(), Optional.empty(), Optional.empty());
            fresh.write(file, codec);
            present = Optional.of(fresh);
        }
        Identity identity = present.get();
        String announced = codec.write(self);
        Optional<Enrolled> enrolled = identity.enrolled();
        boolean unchanged = identity.announced().equals(Optional.of(announced));
        if (enrolled.isPresent() && (unchanged || token.isEmpty())) {
            if (!unchanged) {
                LOG.warn(
                        "this server's name, addresses or port have changed; change them at the"
                                + " manager too, or give an enrolment token once");
            }
            return enrolled.get();
        }
        if (token.isEmpty()) {
            throw new ManagerLink.RefusedException(
                    "this server has not enrolled and has no enrolment token; make one at the"
                            + " manager and give it as VDELI_ENROLMENT_TOKEN or enrolment-token-file");
        }
        try {
            Enrolled answer = ask(request(self, identity, token.get(), version));
            new Identity(identity.installation(), Optional.of(answer), Optional.of(announced))
                    .write(file, codec);
            LOG.info("enrolled server={} name={}", answer.server(), answer.name());
            return answer;
        } catch (ManagerLink.RefusedException e) {
            if (enrolled.isEmpty()) {
                throw e;
            }
            LOG.warn("could not tell the manager of changes, go on as before: {}", e.getMessage());
            return enrolled.get();
        }
    }

    private static EnrolmentRequest request(
            Self self, Identity identity, Secret token, String version) {
        return new EnrolmentRequest(
                token.value(),
                identity.installation(),
                self.name(),
                self.addresses(),
                self.httpPort(),
                self.zone(),
                self.location(),
                version);
    }

    private Enrolled ask(EnrolmentRequest request)
            throws ManagerLink.RefusedException, InterruptedException {
        Retry retry = new Retry(PAUSES, random);
        String last = "";
        while (true) {
            try {
                return manager.enrol(request);
            } catch (IOException e) {
                String said = String.valueOf(e.getMessage());
                if (!said.equals(last)) {
                    LOG.warn("could not enrol yet, trying on: {}", said);
                }
                last = said;
                retry.pause();
            }
        }
    }
}
