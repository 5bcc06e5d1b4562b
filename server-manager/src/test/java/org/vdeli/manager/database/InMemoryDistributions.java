package org.vdeli.manager.database;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.manager.asset.Asset;
import org.vdeli.manager.asset.Assignment;
import org.vdeli.manager.asset.Distribution;
import org.vdeli.manager.asset.Distributions;
import org.vdeli.manager.asset.Replica;
import org.vdeli.manager.dispatch.TransferJob;

/// How far distributions are, counted in memory.
record InMemoryDistributions(InMemoryStores stores) implements Distributions {

    @Override
    public List<Distribution> of(Collection<AssetId> assets) {
        return stores.assets().findAll(assets).stream().map(this::of).toList();
    }

    private boolean isOrigin(ServerId server) {
        return stores.servers()
                .find(server)
                .filter(found -> found.role() == ServerRole.ORIGIN)
                .isPresent();
    }

    private Distribution of(Asset asset) {
        Map<ServerId, JobState> newest =
                stores.jobs().latestOfAsset(asset.id()).stream()
                        .collect(Collectors.toMap(TransferJob::server, TransferJob::state));
        List<Assignment> assigned =
                stores.assignments().ofAsset(asset.id()).stream()
                        .filter(row -> !isOrigin(row.server()))
                        .filter(row -> !row.isLeaving())
                        .toList();
        List<Replica> verified =
                assigned.stream()
                        .flatMap(row ->
                                stores.replicaRows.find(InMemoryStores.keyOf(row.key())).stream())
                        .toList();
        List<JobState> missing =
                assigned.stream()
                        .filter(row ->
                                verified.stream().noneMatch(r -> r.server().equals(row.server())))
                        .flatMap(row -> Optional.ofNullable(newest.get(row.server())).stream())
                        .toList();
        return new Distribution(
                asset.id(),
                asset.size(),
                assigned.size(),
                verified.size(),
                (int) missing.stream().filter(TransferJob.OPEN_STATES::contains).count(),
                (int) missing.stream().filter(state -> state == JobState.FAILED).count(),
                assigned.size() == verified.size()
                        ? verified.stream().map(Replica::verifiedAt).max(Comparator.naturalOrder())
                        : Optional.empty());
    }
}
