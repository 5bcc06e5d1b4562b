package org.vdeli.manager.asset;

import java.util.List;
import org.vdeli.contracts.agent.Manifest;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;

/// `/origin/v1`: the origin store for agents, by piece tokens.
public final class OriginApi {
    private static final String ONE = "/origin/v1/assets/{asset}";

    private final OriginHttp origin;

    public OriginApi(OriginHttp origin) {
        this.origin = origin;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(ONE + "/manifest", Access.PIECE_READER, "Read an asset's checksums")
                        .answers(Manifest.class, this::manifest),
                Route.get(ONE + "/content", Access.PIECE_READER, "Read an asset, or a range of it")
                        .streams("application/octet-stream", this::content),
                Route.head(ONE + "/content", Access.PIECE_READER, "Ask for an asset's size and tag")
                        .streams("application/octet-stream", this::content));
    }

    private Manifest manifest(Call call) {
        AssetId asset = admitted(call);
        return Edits.require("asset", asset, origin.manifest(asset));
    }

    private void content(Call call) throws Exception {
        AssetId asset = admitted(call);
        if (!origin.content(asset, call.request(), call.response())) {
            throw ProblemException.notFound("the content of asset " + asset);
        }
    }

    private AssetId admitted(Call call) {
        AssetId asset = call.id("asset", AssetId::of);
        if (!origin.mayRead(asset, call.bearer())) {
            throw ProblemException.forbidden(
                    "could not read asset " + asset + ": the token is for another asset");
        }
        return asset;
    }
}
