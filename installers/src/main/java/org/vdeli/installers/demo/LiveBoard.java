package org.vdeli.installers.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.LiveView;
import org.vdeli.contracts.api.ServerView;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.Bitrate;
import org.vdeli.installers.site.ManagerClient;

/// The live statistics of all servers as a table.
final class LiveBoard {
    private final ManagerClient manager;

    LiveBoard(ManagerClient manager) {
        this.manager = manager;
    }

    List<String> table() {
        Map<ServerId, String> names =
                manager.servers().stream()
                        .collect(Collectors.toMap(ServerView::id, ServerView::name));
        List<String> lines = new ArrayList<>();
        lines.add(
                "  server   state    connections  requests/s       sent  2xx 4xx 5xx   disk free");
        manager.live().stream()
                .sorted((a, b) -> name(names, a).compareTo(name(names, b)))
                .forEach(live -> lines.add(line(name(names, live), live)));
        return lines;
    }

    private static String name(Map<ServerId, String> names, LiveView live) {
        return names.getOrDefault(live.server(), live.server().toString());
    }

    private static String line(String name, LiveView live) {
        String state = live.state().name().toLowerCase(Locale.ROOT);
        if (live.sample().isEmpty()) {
            return "  %-8s %-8s no sample yet".formatted(name, state);
        }
        Report.Sample sample = live.sample().get();
        Report.Traffic traffic = sample.traffic();
        double seconds = sample.length().toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "  %-8s %-8s %11d %11.1f %14s %4d %3d %3d %11s",
                name,
                state,
                sample.connections().active(),
                traffic.requests() / seconds,
                Bitrate.average(traffic.sent(), sample.length()),
                traffic.statuses().successful(),
                traffic.statuses().refused(),
                traffic.statuses().failed(),
                sample.machine().diskFree());
    }
}
