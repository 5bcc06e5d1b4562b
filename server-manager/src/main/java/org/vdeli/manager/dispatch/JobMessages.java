package org.vdeli.manager.dispatch;

import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.vdeli.contracts.agent.FillWindow;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.PieceToken;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.AssetPath;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.database.Stores;
import org.vdeli.manager.fleet.EdgeServer;
import org.vdeli.manager.origin.OriginSources;

/// Puts jobs into the words of the contract. Job messages are transient: the database knows the
/// job, and one that gets lost is sent again.
final class JobMessages {
    /// As long as an agent's queue lives without an agent: a message that is read at all has a
    /// token that holds. A job that is sent again gets a fresh one.
    private static final Duration TOKEN_LIFE = Topology.AGENT_QUEUE_EXPIRES;

    private final Envelopes envelopes;
    private final PrivateKey tokenKey;
    private final OriginSources sources;

    JobMessages(Envelopes envelopes, PrivateKey tokenKey, OriginSources sources) {
        this.envelopes = envelopes;
        this.tokenKey = tokenKey;
        this.sources = sources;
    }

    /// Where the contents of assets may be fetched now, for [#message].
    OriginSources.Found where(Stores stores, Collection<Asset> assets, Instant now) {
        return sources.ofAssets(stores, assets, now);
    }

    /// The message for a job as it is now.
    ///
    /// @param server the job's
    /// @param where its content may be fetched
    OutboxMessage message(
            TransferJob job,
            Asset asset,
            EdgeServer server,
            OriginSources.Found where,
            Instant now) {
        Job order =
                switch (job.kind()) {
                    case FILL ->
                            fill(
                                    job,
                                    asset,
                                    server,
                                    where,
                                    job.terms().window(server.zone()),
                                    job.terms().priority(),
                                    now);
                    case PURGE -> new Job.Purge(job.id(), job.attempt(), asset.id(), asset.path());
                    case VERIFY ->
                            new Job.Verify(
                                    job.id(),
                                    job.attempt(),
                                    asset.id(),
                                    asset.path(),
                                    asset.version(),
                                    asset.size(),
                                    asset.checksum());
                };
        return to(job.server(), order, now);
    }

    /// The order that a viewer waits for: at once, and before all others.
    Job.Fill fillNow(
            TransferJob job,
            Asset asset,
            EdgeServer server,
            OriginSources.Found where,
            Instant now) {
        return fill(job, asset, server, where, Optional.empty(), 0, now);
    }

    private Job.Fill fill(
            TransferJob job,
            Asset asset,
            EdgeServer server,
            OriginSources.Found where,
            Optional<FillWindow> window,
            int priority,
            Instant now) {
        return new Job.Fill(
                job.id(),
                job.attempt(),
                asset.id(),
                asset.path(),
                asset.version(),
                asset.size(),
                asset.checksum(),
                asset.pieceSize(),
                where.of(asset, server),
                new PieceToken(asset.id(), job.server(), now.plus(TOKEN_LIFE)).sign(tokenKey),
                job.terms().limits(),
                job.terms().pinned(),
                window,
                Optional.of(priority));
    }

    /// The order to send the whole inventory.
    OutboxMessage sendInventory(ServerId server, JobId id, Instant now) {
        return to(server, new Job.SendInventory(id, 1), now);
    }

    /// The order to delete an asset that the manager does not know.
    OutboxMessage purge(ServerId server, JobId id, AssetId asset, AssetPath path, Instant now) {
        return to(server, new Job.Purge(id, 1, asset, path), now);
    }

    /// The order to let a job be that was handed over.
    OutboxMessage cancel(TransferJob job, AssetPath path, Instant now) {
        return to(job.server(), new Job.Cancel(job.id(), job.attempt(), job.asset(), path), now);
    }

    /// The order to answer with a heartbeat.
    OutboxMessage ping(ServerId server, JobId id, Instant now) {
        return to(server, new Job.Ping(id, 1), now);
    }

    private OutboxMessage to(ServerId server, Job order, Instant now) {
        return envelopes.outgoing(Topology.JOBS, Topology.agent(server), order, false, now);
    }
}
