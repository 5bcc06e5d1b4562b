package org.vdeli.router.answer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vdeli.contracts.api.CandidateView;
import org.vdeli.contracts.api.LocationQuery;
import org.vdeli.contracts.api.LocationView;
import org.vdeli.contracts.api.LocationsView;
import org.vdeli.contracts.api.RouteExplanationView;
import org.vdeli.contracts.id.ClusterId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Choice;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.net.IpAddress;
import org.vdeli.router.place.Locator;
import org.vdeli.router.place.Place;

/// Answers who can serve a viewer, and why. Any thread may ask.
public final class RoutingDesk {
    private final Board board;
    private final Decider decider;
    private final Locator locator;
    private final EdgeLinks links;

    public RoutingDesk(Board board, Decider decider, Locator locator, EdgeLinks links) {
        this.board = board;
        this.decider = decider;
        this.locator = locator;
        this.links = links;
    }

    /// A viewer that asks for a path.
    ///
    /// @param path `publisher/project/file`
    /// @param client its address
    /// @param position as it says itself
    public record Viewer(String path, IpAddress client, Optional<GeoPoint> position) {}

    /// Where a viewer is sent at once.
    public sealed interface Sent {
        /// To an edge server.
        ///
        /// @param fills whether the server has to fetch the file first
        record To(String url, String server, boolean fills) implements Sent {}

        /// There is no such file.
        record Unknown() implements Sent {}

        /// Nobody can serve it now.
        record Nobody() implements Sent {}
    }

    private static final Sent UNKNOWN = new Sent.Unknown();
    private static final Sent NOBODY = new Sent.Nobody();

    /// Whether anything is known at all.
    public boolean isReady() {
        return !board.isEmpty();
    }

    /// How many assets are known.
    public int assets() {
        return board.picture().snapshot().table().size();
    }

    /// How many servers are known.
    public int servers() {
        return board.picture().snapshot().table().fleet().size();
    }

    /// Sends a viewer to the best server, which counts it.
    ///
    /// @param query to be handed on
    public Sent send(Viewer viewer, String query) {
        Board.Picture picture = board.picture();
        int asset = picture.snapshot().table().find(viewer.path());
        if (asset < 0) {
            return UNKNOWN;
        }
        FleetIndex fleet = picture.snapshot().table().fleet();
        Place place = locator.locate(fleet, viewer.client(), viewer.position());
        Choice choice = decider.choose(picture.snapshot(), picture.loads(), asset, place);
        if (choice.server() < 0) {
            return NOBODY;
        }
        picture.loads().sentTo(choice.server());
        Fleet.Server server = fleet.server(choice.server());
        return new Sent.To(
                links.url(server, !viewer.client().isV4(), EdgeLinks.encoded(viewer.path()), query),
                server.name(),
                fills(choice.reason()));
    }

    /// Who can serve a viewer, the best first; empty if there is no such file.
    ///
    /// @param query to be handed on
    public Optional<LocationView> locate(Viewer viewer, int limit, String query) {
        Board.Picture picture = board.picture();
        int asset = picture.snapshot().table().find(viewer.path());
        if (asset < 0) {
            return Optional.empty();
        }
        Place place =
                locator.locate(
                        picture.snapshot().table().fleet(), viewer.client(), viewer.position());
        return Optional.of(
                new LocationView(
                        viewer.path(), candidates(picture, viewer, asset, place, limit, query)));
    }

    /// Counts a viewer that will play from a server, as [#send] does.
    public void sentTo(ServerId server) {
        Board.Picture picture = board.picture();
        int number = picture.snapshot().table().fleet().serverNumber(server.value());
        if (number >= 0) {
            picture.loads().sentTo(number);
        }
    }

    /// Who can serve each of some paths.
    ///
    /// @param asking address of the one that asks, for a question without a client
    /// @throws IllegalArgumentException if the client is no address
    public LocationsView locate(LocationQuery query, IpAddress asking) {
        IpAddress client =
                query.client()
                        .map(text ->
                                IpAddress.parse(text)
                                        .orElseThrow(() ->
                                                new IllegalArgumentException(
                                                        "client must be an address, not " + text)))
                        .orElse(asking);
        int limit = query.limit().orElse(LocationQuery.USUAL_LIMIT);
        List<LocationView> locations = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String path : query.paths()) {
            locate(new Viewer(path, client, query.position()), limit, "")
                    .ifPresentOrElse(locations::add, () -> unknown.add(path));
        }
        return new LocationsView(locations, unknown);
    }

    /// Why a viewer is sent where it is sent; empty if there is no such file.
    public Optional<RouteExplanationView> explain(Viewer viewer) {
        Board.Picture picture = board.picture();
        int asset = picture.snapshot().table().find(viewer.path());
        if (asset < 0) {
            return Optional.empty();
        }
        FleetIndex fleet = picture.snapshot().table().fleet();
        Place place = locator.locate(fleet, viewer.client(), viewer.position());
        List<Decider.Candidate> order =
                decider.order(
                        picture.snapshot(),
                        picture.loads(),
                        asset,
                        place,
                        LocationQuery.MOST_CANDIDATES);
        return Optional.of(
                new RouteExplanationView(
                        viewer.path(),
                        viewer.client().toString(),
                        place.point(),
                        new Reasons(picture, asset, place, order).steps(),
                        candidates(
                                picture, viewer, asset, place, LocationQuery.MOST_CANDIDATES, "")));
    }

    private List<CandidateView> candidates(
            Board.Picture picture, Viewer viewer, int asset, Place place, int limit, String query) {
        FleetIndex fleet = picture.snapshot().table().fleet();
        String path = EdgeLinks.encoded(viewer.path());
        List<CandidateView> views = new ArrayList<>();
        for (Decider.Candidate candidate :
                decider.order(picture.snapshot(), picture.loads(), asset, place, limit)) {
            Fleet.Server server = fleet.server(candidate.server());
            Fleet.Site site = fleet.site(fleet.siteOf(candidate.server()));
            views.add(
                    new CandidateView(
                            new ServerId(server.id()),
                            server.name(),
                            new ClusterId(site.id()),
                            URI.create(links.url(server, !viewer.client().isV4(), path, query)),
                            place.point().map(point -> rounded(point, site.position())),
                            fills(candidate.reason()),
                            candidate.reason() == Choice.Reason.HOLDS_BUSY
                                    || candidate.reason() == Choice.Reason.FILLS_BUSY));
        }
        return views;
    }

    /// To the tenth of a kilometre.
    private static double rounded(GeoPoint from, GeoPoint to) {
        return Math.round(from.kilometresTo(to) * 10) / 10.0;
    }

    private static boolean fills(Choice.Reason reason) {
        return reason == Choice.Reason.FILLS || reason == Choice.Reason.FILLS_BUSY;
    }
}
