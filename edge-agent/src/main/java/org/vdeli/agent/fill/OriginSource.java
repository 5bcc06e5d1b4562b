package org.vdeli.agent.fill;

import java.net.URI;

/// The sources that the order names, for fills that nobody else takes part in.
record OriginSource(Sources sources) implements LaneSource {
    @Override
    public Sources.Choice choose() {
        return sources.choose();
    }

    @Override
    public void good(URI source) {
        sources.good(source);
    }

    @Override
    public void bad(Sources.Choice.Use use, FillSession.Run run, SourceFailure failure) {
        sources.bad(use.source(), use.round(), failure);
    }

    @Override
    public boolean ask(Picker.Pick.Ask question) {
        throw new IllegalStateException("there is nobody to ask");
    }
}
