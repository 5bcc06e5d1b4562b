package org.vdeli.manager.routing;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vdeli.contracts.api.LocationQuery;
import org.vdeli.contracts.api.LocationView;
import org.vdeli.contracts.api.LocationsView;
import org.vdeli.contracts.api.RouteExplanationView;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;
import org.vdeli.router.answer.RoutingDesk;
import org.vdeli.router.follow.UpdateCodec;
import org.vdeli.router.map.Update;
import org.vdeli.router.net.IpAddress;

/// `/api/v1/routing`, where operators ask who can serve a viewer and why, and `/router/v1/changes`,
/// what routers on their own follow.
public final class RoutingApi {
    private static final Rules<LocationQuery> QUERY =
            Rules.of(LocationQuery.class)
                    .that(
                            "paths",
                            List.class,
                            paths -> !paths.isEmpty() && paths.size() <= LocationQuery.MOST_PATHS,
                            "must be 1 to " + LocationQuery.MOST_PATHS + " paths")
                    .that(
                            "client",
                            String.class,
                            text -> IpAddress.parse(text).isPresent(),
                            "must be an IPv4 or IPv6 address")
                    .that(
                            "limit",
                            Integer.class,
                            limit -> limit >= 1 && limit <= LocationQuery.MOST_CANDIDATES,
                            "must be 1 to " + LocationQuery.MOST_CANDIDATES);

    private final RoutingFeed feed;
    private final RoutingDesk desk;

    public RoutingApi(RoutingFeed feed, RoutingDesk desk) {
        this.feed = feed;
        this.desk = desk;
    }

    public List<Route> routes() {
        return List.of(
                viewer(
                                Route.get(
                                        "/api/v1/routing/location",
                                        Access.VIEWER,
                                        "Ask where a viewer can have a file"))
                        .query("limit", "candidates at most, 1 to 20; 3 if absent")
                        .answers(LocationView.class, this::location),
                Route.post(
                                "/api/v1/routing/locations",
                                Access.VIEWER,
                                "Ask where a viewer can have some files")
                        .takes(QUERY)
                        .answers(
                                LocationsView.class,
                                (call, query) -> desk.locate(query, client(call))),
                viewer(
                                Route.get(
                                        "/api/v1/routing/explanation",
                                        Access.VIEWER,
                                        "Ask why a viewer is sent where it is sent"))
                        .answers(RouteExplanationView.class, this::explain),
                Route.get(
                                "/router/v1/changes",
                                Access.ROUTER,
                                "Ask what changed since a router asked last")
                        .query("epoch", "of the picture that it has; 0 if none")
                        .query("fleet", "how far it is, as it was told last")
                        .query("assets", "how far it is, as it was told last")
                        .writes(UpdateCodec.MEDIA_TYPE, this::changes));
    }

    private static Route.Draft viewer(Route.Draft draft) {
        return draft.query("path", "publisher/project/file")
                .query("client", "address of the viewer; the caller's if absent")
                .query("lat", "where the viewer says that it is, in degrees; with lon")
                .query("lon", "in degrees, east positive");
    }

    private static RoutingDesk.Viewer viewer(Call call) {
        String path =
                call.query("path")
                        .orElseThrow(() -> ProblemException.invalid("path", "must be given"));
        return new RoutingDesk.Viewer(path, client(call), position(call));
    }

    private static IpAddress client(Call call) {
        return call.query("client", RoutingApi::address).orElseGet(() -> address(call.client()));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("must be an IPv4 or IPv6 address"));
    }

    private static Optional<GeoPoint> position(Call call) {
        Optional<Double> latitude = call.query("lat", RoutingApi::degrees);
        Optional<Double> longitude = call.query("lon", RoutingApi::degrees);
        if (latitude.isPresent() != longitude.isPresent()) {
            throw ProblemException.invalid("lat", "lat and lon go together");
        }
        try {
            return latitude.map(degrees -> new GeoPoint(degrees, longitude.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("lat", String.valueOf(e.getMessage()));
        }
    }

    private static Double degrees(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be degrees such as 38.7", e);
        }
    }

    private LocationView location(Call call) {
        int limit = call.query("limit", Integer::valueOf).orElse(LocationQuery.USUAL_LIMIT);
        if (limit < 1 || limit > LocationQuery.MOST_CANDIDATES) {
            throw ProblemException.invalid(
                    "limit", "must be 1 to " + LocationQuery.MOST_CANDIDATES);
        }
        return known(call, viewer -> desk.locate(viewer, limit, ""));
    }

    private RouteExplanationView explain(Call call) {
        return known(call, desk::explain);
    }

    private static <T> T known(Call call, Function<RoutingDesk.Viewer, Optional<T>> answer) {
        RoutingDesk.Viewer viewer = viewer(call);
        return Edits.require("file", viewer.path(), answer.apply(viewer));
    }

    private void changes(Call call) throws IOException {
        if (!feed.isLoaded()) {
            throw ProblemException.unavailable("could not say what changed: not all is read yet");
        }
        Update.Mark mark =
                new Update.Mark(
                        number(call, "epoch"), number(call, "fleet"), number(call, "assets"));
        byte[] body = feed.since(mark);
        call.response().setContentType(UpdateCodec.MEDIA_TYPE);
        call.response().setContentLength(body.length);
        call.response().getOutputStream().write(body);
    }

    private static long number(Call call, String name) {
        return call.query(name, Long::valueOf).orElse(0L);
    }
}
