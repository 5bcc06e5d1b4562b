package org.vdeli.manager.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vdeli.contracts.api.HealthView;

/// `/health/live` (the process answers) and `/health/ready` (all that it needs is there).
public final class HealthApi {
    private final List<Check> checks;
    private final InstantSource clock;
    private final Map<String, Since> since = new ConcurrentHashMap<>();

    private record Since(boolean ok, Instant at) {}

    /// The state of one thing that the manager needs. Asked at each call, so it must be quick: at
    /// most some seconds.
    ///
    /// @param name such as `database`
    public record Check(String name, Probe probe) {}

    /// Looks at one thing.
    public interface Probe {
        State look() throws Exception;
    }

    /// What was found.
    ///
    /// @param detail in words
    public record State(boolean ok, String detail) {}

    public HealthApi(List<Check> checks, InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", Access.OPEN, "Say that the manager runs")
                        .answers(HealthView.class, call -> new HealthView(true, List.of())),
                Route.get("/health/ready", Access.OPEN, "Say whether all that it needs is there")
                        .answers(HealthView.class, this::ready));
    }

    private HealthView ready(Call call) {
        HealthView view = look();
        if (!view.ok()) {
            call.status(503);
        }
        return view;
    }

    /// Looks at all that the manager needs, one after the other.
    public HealthView look() {
        List<HealthView.Dependency> dependencies = new ArrayList<>();
        for (Check check : checks) {
            State state = look(check);
            Since known =
                    since.compute(
                            check.name(),
                            (name, before) ->
                                    before != null && before.ok() == state.ok()
                                            ? before
                                            : new Since(state.ok(), clock.instant()));
            dependencies.add(
                    new HealthView.Dependency(
                            check.name(), state.ok(), state.detail(), Optional.of(known.at())));
        }
        return new HealthView(
                dependencies.stream().allMatch(HealthView.Dependency::ok), dependencies);
    }

    private static State look(Check check) {
        try {
            return check.probe().look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new State(false, "interrupted");
        } catch (Exception e) {
            return new State(false, String.valueOf(e.getMessage()));
        }
    }
}
