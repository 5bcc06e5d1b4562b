package org.vdeli.agent.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// Samples that the broker does not have yet, and how far the log is counted, on disk. Safe for use
/// by several threads.
final class SampleSpool {
    private static final Logger LOG = LoggerFactory.getLogger(SampleSpool.class);
    private static final String STATE = "state";

    private final KeyedLog log;
    private final Codec codec;
    private final int most;
    private final TreeMap<Long, Report.Sample> waiting = new TreeMap<>();
    private State state = new State(0L, 0L, AccessLogReader.Place.BEGINNING);

    /// Where counting goes on.
    ///
    /// @param sequence of the last sample
    /// @param endMillis the end of its interval
    /// @param place in the log up to which all is in samples
    record State(Long sequence, Long endMillis, AccessLogReader.Place place) {}

    /// @param most samples that are kept; older ones are dropped
    SampleSpool(KeyedLog log, Codec codec, int most) {
        this.log = log;
        this.codec = codec;
        this.most = most;
        log.entries()
                .forEach((key, json) -> {
                    try {
                        if (key.equals(STATE)) {
                            state = codec.read(json, State.class);
                        } else {
                            Report.Sample sample = codec.read(json, Report.Sample.class);
                            waiting.put(sample.sequence(), sample);
                        }
                    } catch (MalformedBodyException e) {
                        LOG.error(
                                "could not read a waiting sample, left it out key={} cause={}",
                                key,
                                e.getMessage());
                    }
                });
    }

    synchronized State state() {
        return state;
    }

    /// Keeps a sample together with the place that it counts up to.
    synchronized void add(Report.Sample sample, AccessLogReader.Place place) throws IOException {
        State next =
                new State(
                        sample.sequence(),
                        sample.from().plus(sample.length()).toEpochMilli(),
                        place);
        List<KeyedLog.Change> changes = new ArrayList<>();
        changes.add(new KeyedLog.Change.Put(keyOf(sample.sequence()), codec.write(sample)));
        changes.add(new KeyedLog.Change.Put(STATE, codec.write(next)));
        boolean full = waiting.size() >= most;
        if (full) {
            changes.add(new KeyedLog.Change.Remove(keyOf(waiting.firstKey())));
        }
        log.change(changes);
        state = next;
        if (full) {
            LOG.warn(
                    "dropped a sample sequence={}: the broker is away for too long",
                    waiting.firstKey());
            waiting.pollFirstEntry();
        }
        waiting.put(sample.sequence(), sample);
    }

    synchronized Optional<Report.Sample> oldest() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.firstEntry().getValue());
    }

    synchronized void sent(Report.Sample sample) throws IOException {
        if (waiting.containsKey(sample.sequence())) {
            log.remove(keyOf(sample.sequence()));
            waiting.remove(sample.sequence());
        }
    }

    synchronized int size() {
        return waiting.size();
    }

    private static String keyOf(long sequence) {
        return String.format(Locale.ROOT, "%019d", sequence);
    }
}
