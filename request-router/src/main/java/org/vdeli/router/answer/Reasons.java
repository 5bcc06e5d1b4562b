package org.vdeli.router.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.vdeli.router.decide.Board;
import org.vdeli.router.decide.Decider;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.FleetIndex;
import org.vdeli.router.map.Pulse;
import org.vdeli.router.map.Standing;
import org.vdeli.router.place.Place;

/// Puts a decision into words, step by step.
final class Reasons {
    /// Longer lists are cut: an explanation is read by a person.
    private static final int SHOWN = 12;

    private final FleetIndex fleet;
    private final Pulse pulse;
    private final Board.Picture picture;
    private final int asset;
    private final Place place;
    private final List<Decider.Candidate> order;

    Reasons(Board.Picture picture, int asset, Place place, List<Decider.Candidate> order) {
        this.picture = picture;
        this.fleet = picture.snapshot().table().fleet();
        this.pulse = picture.snapshot().pulse();
        this.asset = asset;
        this.place = place;
        this.order = order;
    }

    List<String> steps() {
        List<String> steps = new ArrayList<>();
        int[] holders = picture.snapshot().table().holders(asset).numbers();
        steps.add(holders.length + " of " + fleet.size() + " servers have a verified replica");
        addExcluded(steps, holders);
        addPlace(steps);
        addClusters(steps);
        addChoice(steps);
        return List.copyOf(steps);
    }

    private void addExcluded(List<String> steps, int[] holders) {
        List<String> excluded = new ArrayList<>();
        for (int server : holders) {
            Standing standing = pulse.standing(server);
            if (standing != Standing.UP) {
                excluded.add(fleet.server(server).name() + " " + standing.words());
            } else if (isBusy(server)) {
                excluded.add(
                        fleet.server(server).name()
                                + " is busy ("
                                + pulse.load(server)
                                + " % of what it can): only if no other can");
            }
        }
        if (!excluded.isEmpty()) {
            steps.add("not considered, or last: " + shown(excluded));
        }
        if (!order.isEmpty() && !order.getFirst().reason().name().startsWith("HOLDS")) {
            steps.add(
                    "no healthy server has it: the nearest to which the project's policies deliver"
                            + " fetches it while it serves");
        }
    }

    private boolean isBusy(int server) {
        return pulse.load(server) != Pulse.UNKNOWN && pulse.load(server) >= Pulse.BUSY;
    }

    private void addPlace(List<String> steps) {
        String where = "the client's place is known by " + place.source().words();
        if (place.site() >= 0) {
            where += ": cluster " + fleet.site(place.site()).name();
        } else if (place.area() >= 0) {
            where += ": region " + fleet.fleet().areas().get(place.area()).name();
        }
        steps.add(where);
    }

    private void addClusters(List<String> steps) {
        Set<Integer> sites = new LinkedHashSet<>();
        order.forEach(candidate -> sites.add(fleet.siteOf(candidate.server())));
        if (sites.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (int number : sites) {
            Fleet.Site site = fleet.site(number);
            names.add(
                    site.name()
                            + place.point()
                                    .map(point ->
                                            String.format(
                                                    Locale.ROOT,
                                                    " (%.1f km)",
                                                    point.kilometresTo(site.position())))
                                    .orElse(""));
        }
        steps.add(
                (place.isOnTheEarth()
                                ? "clusters that can serve it, the one of the operator's network"
                                        + " first, then by distance, equal ones by id: "
                                : "clusters that can serve it, in an order that the path gives: ")
                        + shown(names));
    }

    private void addChoice(List<String> steps) {
        if (order.isEmpty()) {
            steps.add("no healthy server may serve it");
            return;
        }
        int chosen = order.getFirst().server();
        int site = fleet.siteOf(chosen);
        String counts =
                order.stream()
                        .map(Decider.Candidate::server)
                        .filter(server -> fleet.siteOf(server) == site)
                        .map(server ->
                                fleet.server(server).name() + " " + picture.loads().of(server))
                        .collect(Collectors.joining(", "));
        steps.add(
                "in cluster "
                        + fleet.site(site).name()
                        + " the path's order, without servers that have more than their share of"
                        + " the viewers of the last seconds: "
                        + counts);
        steps.add("chosen: " + fleet.server(chosen).name());
    }

    private static String shown(List<String> items) {
        return items.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (items.size() > SHOWN ? " and " + (items.size() - SHOWN) + " more" : "");
    }
}
