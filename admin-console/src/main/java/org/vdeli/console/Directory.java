package org.vdeli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;
import org.vdeli.console.frame.Command;
import org.vdeli.console.frame.FrameView;
import org.vdeli.console.frame.Place;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.mirror.World;
import org.vdeli.console.text.Labels;
import org.vdeli.contracts.api.AssetState;
import org.vdeli.contracts.api.AssetView;
import org.vdeli.contracts.api.ClusterView;
import org.vdeli.contracts.api.RegionView;
import org.vdeli.contracts.api.ServerView;

/// Everything that the palette goes to or does, beyond the frame's own.
///
/// @param mayAct whether the operator's role allows to change anything
record Directory(Mirror mirror, BooleanSupplier mayAct) {
    List<Command> commands(FrameView frame) {
        World world = mirror.world();
        List<Command> all = new ArrayList<>();
        if (mayAct.getAsBoolean()) {
            all.add(
                    new Command(
                            Command.Kind.ACTION,
                            Labels.text("policies.new"),
                            "",
                            MaterialDesignP.PLUS,
                            () -> frame.open("policies", new Place.NewPolicy())));
        }
        all.add(
                new Command(
                        Command.Kind.ACTION,
                        Labels.text("palette.failed-jobs"),
                        "",
                        MaterialDesignC.CLOSE_CIRCLE,
                        () -> frame.open("jobs", new Place.FailedJobs())));
        for (RegionView region : world.regions()) {
            all.add(
                    new Command(
                            Command.Kind.REGION,
                            region.name(),
                            "",
                            MaterialDesignV.VECTOR_POLYGON,
                            () -> frame.open("map", new Place.OfRegion(region.id()))));
        }
        for (ClusterView cluster : world.clusters()) {
            RegionView region = world.region(cluster.region());
            all.add(
                    new Command(
                            Command.Kind.CLUSTER,
                            cluster.name(),
                            region == null ? "" : region.name(),
                            MaterialDesignC.CIRCLE_DOUBLE,
                            () -> frame.open("map", new Place.OfCluster(cluster.id()))));
        }
        for (ServerView server : world.servers()) {
            ClusterView cluster = world.cluster(server.cluster());
            all.add(
                    new Command(
                            Command.Kind.SERVER,
                            server.name(),
                            (cluster == null ? "" : cluster.name() + " · ")
                                    + String.join(", ", server.addresses()),
                            MaterialDesignS.SERVER,
                            () -> frame.open("servers", new Place.OfServer(server.id()))));
        }
        for (AssetView asset : world.assets()) {
            if (asset.state() == AssetState.CURRENT) {
                all.add(
                        new Command(
                                Command.Kind.ASSET,
                                asset.path().toString(),
                                "",
                                MaterialDesignF.FILE_VIDEO_OUTLINE,
                                () -> frame.open("assets", new Place.OfAsset(asset.id()))));
            }
        }
        return all;
    }
}
