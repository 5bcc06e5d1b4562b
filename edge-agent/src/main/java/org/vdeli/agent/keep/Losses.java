package org.vdeli.agent.keep;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.agent.store.KeyedLog;
import org.vdeli.agent.store.Publications;
import org.vdeli.agent.work.ReportSource;
import org.vdeli.contracts.agent.Inventory;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.wire.Codec;
import org.vdeli.contracts.wire.MalformedBodyException;

/// What is published no longer though nobody ordered that, on disk until the broker has it. What
/// was evicted is remembered beyond that, until it is filled again, at most [#REMEMBERED] of them.
/// Safe for use by several threads.
public final class Losses implements ReportSource {
    /// Ids of 13 letters each: 180 kB in an inventory.
    static final int REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private final ServerId server;
    private final KeyedLog log;
    private final Codec codec;
    private final InstantSource clock;
    private final Map<AssetId, Noted> losses = new LinkedHashMap<>();

    /// One loss as the log holds it.
    ///
    /// @param told whether the broker has it
    public record Noted(Report.Lost loss, Boolean told) {}

    /// Reads what the log holds.
    public Losses(ServerId server, KeyedLog log, Codec codec, InstantSource clock) {
        this.server = server;
        this.log = log;
        this.codec = codec;
        this.clock = clock;
        log.entries()
                .forEach((asset, json) -> {
                    try {
                        losses.put(AssetId.of(asset), codec.read(json, Noted.class));
                    } catch (MalformedBodyException | IllegalArgumentException e) {
                        // The manager sees by the digest that it is not there.
                        LOG.error("could not read a loss, left it out asset={}", asset, e);
                    }
                });
    }

    /// An asset is published no longer; it is on disk when this returns.
    void note(Inventory.Entry entry, Report.Loss cause, String detail) throws IOException {
        LOG.warn(
                "lost a published asset asset={} path={} cause={} detail={}",
                entry.asset(),
                entry.path(),
                cause,
                detail);
        Report.Lost loss =
                new Report.Lost(
                        server, clock.instant(), entry.asset(), entry.path(), cause, detail);
        synchronized (this) {
            put(new Noted(loss, false));
            forgetOldest();
        }
    }

    /// The content of an asset was not there.
    public void note(Publications.Dropped dropped) throws IOException {
        note(
                dropped.entry(),
                dropped.truncated() ? Report.Loss.TRUNCATED : Report.Loss.MISSING,
                dropped.truncated()
                        ? "the file does not have its " + dropped.entry().size()
                        : "the file is gone");
    }

    /// An asset is published again.
    synchronized void forget(AssetId asset) throws IOException {
        if (losses.containsKey(asset)) {
            log.remove(asset.toString());
            losses.remove(asset);
        }
    }

    /// What was evicted and not filled again, the longest ago first.
    public synchronized List<AssetId> evicted() {
        return losses.values().stream()
                .map(Noted::loss)
                .filter(loss -> loss.cause() == Report.Loss.EVICTED)
                .map(Report.Lost::asset)
                .toList();
    }

    @Override
    public synchronized List<Report> untold() {
        return losses.values().stream()
                .filter(noted -> !noted.told())
                .<Report>map(Noted::loss)
                .toList();
    }

    @Override
    public synchronized void told(Report report) throws IOException {
        if (!(report instanceof Report.Lost loss)) {
            return;
        }
        Noted noted = losses.get(loss.asset());
        if (noted == null || !noted.loss().equals(loss)) {
            return;
        }
        if (loss.cause() == Report.Loss.EVICTED) {
            put(new Noted(loss, true));
        } else {
            forget(loss.asset());
        }
    }

    private void put(Noted noted) throws IOException {
        log.put(noted.loss().asset().toString(), codec.write(noted));
        losses.put(noted.loss().asset(), noted);
    }

    private void forgetOldest() throws IOException {
        if (losses.size() > REMEMBERED) {
            AssetId oldest =
                    losses.values().stream()
                            .filter(Noted::told)
                            .map(noted -> noted.loss().asset())
                            .findFirst()
                            .orElse(null);
            if (oldest != null) {
                forget(oldest);
            }
        }
    }
}
