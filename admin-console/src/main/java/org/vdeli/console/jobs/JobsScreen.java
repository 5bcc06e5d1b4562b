package org.vdeli.console.jobs;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.vdeli.console.frame.Place;
import org.vdeli.console.frame.Screen;
import org.vdeli.contracts.api.JobQuery;

/// The transfer queue's place in the frame.
public final class JobsScreen implements Screen {
    private final JobsModel model;
    private final JobsView view;

    public JobsScreen(JobsModel model) {
        this.model = model;
        this.view = new JobsView(model);
    }

    @Override
    public Parent view() {
        return view.view();
    }

    @Override
    public void refresh() {
        model.refresh();
    }

    @Override
    public void show(Place place) {
        if (place instanceof Place.FailedJobs()) {
            model.filter(
                    JobQuery.Join.ALL,
                    List.of(
                            new Condition(
                                    JobQuery.Field.STATE, JobQuery.Operator.EQUAL, "FAILED")));
        }
    }

    @Override
    public Optional<Consumer<String>> filter() {
        return Optional.of(model::search);
    }
}
