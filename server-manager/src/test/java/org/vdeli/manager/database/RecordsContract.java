package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.SampleView;
import org.vdeli.contracts.id.AuditId;
import org.vdeli.contracts.id.ServerId;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.Alarms;
import org.vdeli.manager.audit.AuditEntries;
import org.vdeli.manager.audit.AuditEntry;
import org.vdeli.manager.traffic.Sample;

/// What samples, alarms and the audit trail have to keep, wherever they are stored.
interface RecordsContract {
    Instant BEGIN = Instant.parse("2026-11-20T12:00:00Z");

    Transactions transactions();

    @Test
    default void storesASampleOnceHoweverOftenItComes() {
        Sample sample = sample(11, 0, 1, 5);
        transactions().change(s -> s.samples().addAll(List.of(sample, sample(11, 10, 2, 7))));
        transactions().change(s -> s.samples().addAll(List.of(sample)));
        assertThat(
                        transactions()
                                .<List<Sample>>read(s ->
                                        s.samples()
                                                .ofServer(
                                                        new ServerId(11),
                                                        BEGIN,
                                                        BEGIN.plusSeconds(10),
                                                        9)))
                .containsExactly(sample);
    }

    @Test
    default void sumsSamplesOverServersAndTime() {
        transactions()
                .change(s ->
                        s.samples()
                                .addAll(
                                        List.of(
                                                sample(11, 0, 1, 5),
                                                sample(11, 10, 2, 7),
                                                sample(12, 10, 1, 11),
                                                sample(12, 60, 2, 13))));
        List<SampleView> all =
                transactions()
                        .read(s ->
                                s.samples()
                                        .sums(
                                                Optional.empty(),
                                                BEGIN,
                                                BEGIN.plusSeconds(120),
                                                Duration.ofSeconds(60)));
        assertThat(all).extracting(SampleView::from).containsExactly(BEGIN, BEGIN.plusSeconds(60));
        assertThat(all).extracting(SampleView::requests).containsExactly(23L, 13L);
        assertThat(all).extracting(SampleView::active).containsExactly(18, 13);
        assertThat(all.getFirst().statuses())
                .isEqualTo(new Report.StatusClasses(0L, 23L, 0L, 3L, 0L));
        assertThat(all.getFirst().percentile99()).contains(Duration.ofMillis(11));
        assertThat(all.getFirst().cache()).contains(new Report.CacheCounts(23L, 3L));
        List<SampleView> one =
                transactions()
                        .read(s ->
                                s.samples()
                                        .sums(
                                                Optional.of(new ServerId(11)),
                                                BEGIN,
                                                BEGIN.plusSeconds(120),
                                                Duration.ofSeconds(10)));
        assertThat(one).extracting(SampleView::requests).containsExactly(5L, 7L);
        assertThat(one.getFirst().median()).isEmpty();
    }

    @Test
    default void raisesAnAlarmOnceUntilItIsCleared() {
        Alarm first = Fixtures.alarm(71, "edge-11");
        assertThat(added(first)).isTrue();
        assertThat(added(Fixtures.alarm(72, "edge-11"))).isFalse();
        assertThat(added(Fixtures.alarm(73, "edge-12"))).isTrue();
        transactions()
                .change(stores -> {
                    assertThat(
                                    stores.alarms()
                                            .lockOpen(
                                                    ObjectKind.SERVER, "edge-11", "server-silent"))
                            .contains(first);
                    assertThat(stores.alarms().lock(first.id())).contains(first);
                    stores.alarms().update(first.acknowledged("anna", Optional.of("on it")));
                });
        assertThat(added(Fixtures.alarm(74, "edge-11"))).isFalse();
        Alarm over = first.acknowledged("anna", Optional.of("on it")).cleared(Fixtures.T0);
        transactions().change(s -> s.alarms().update(over));
        assertThat(added(Fixtures.alarm(75, "edge-11"))).isTrue();
        transactions()
                .change(stores -> {
                    assertThat(stores.alarms().find(first.id())).contains(over);
                    assertThat(stores.alarms().allOpen())
                            .extracting(alarm -> alarm.id().value())
                            .containsExactly(75L, 73L);
                    for (Alarms.Order order : Alarms.Order.values()) {
                        assertThat(
                                        stores.alarms()
                                                .page(
                                                        new Alarms.Filter(
                                                                Set.of(AlarmState.RAISED),
                                                                Optional.of(AlarmSeverity.WARNING),
                                                                Optional.of(ObjectKind.SERVER),
                                                                Optional.of("edge-12")),
                                                        Paging.first(order))
                                                .items())
                                .extracting(alarm -> alarm.id().value())
                                .containsExactly(73L);
                    }
                });
    }

    private boolean added(Alarm alarm) {
        return transactions().<Boolean>write(s -> s.alarms().addIfAbsent(alarm));
    }

    @Test
    default void findsAuditEntriesByAllThatTheySay() {
        AuditEntry entry =
                new AuditEntry(
                        new AuditId(81),
                        Fixtures.T0,
                        "anna",
                        "update",
                        ObjectKind.REGION,
                        "North",
                        Optional.of("{\"order\":1}"),
                        Optional.empty());
        transactions().change(s -> s.audit().add(entry));
        AuditEntries.Filter filter =
                new AuditEntries.Filter(
                        Optional.of("anna"),
                        Optional.of("update"),
                        Optional.of(ObjectKind.REGION),
                        Optional.of("North"),
                        Optional.of(Fixtures.T0),
                        Optional.of(Fixtures.T0.plusSeconds(1)));
        Page<AuditEntry> page =
                transactions()
                        .read(s -> s.audit().page(filter, Paging.first(AuditEntries.Order.AT)));
        assertThat(page.items()).containsExactly(entry);
    }

    private static Sample sample(long server, int seconds, long sequence, int requests) {
        return new Sample(
                new ServerId(server),
                BEGIN.plusSeconds(seconds),
                Duration.ofSeconds(10),
                sequence,
                requests,
                ByteCount.of(1000L * requests),
                new Report.StatusClasses(0L, (long) requests, 0L, 1L, 0L),
                requests,
                Optional.empty(),
                Optional.of(Duration.ofMillis(2)),
                Optional.of(Duration.ofMillis(requests)),
                0.5,
                1.25,
                ByteCount.of(1),
                ByteCount.of(2),
                ByteCount.of(1L << 40),
                ByteCount.of(1L << 39),
                Optional.of(new Report.CacheCounts((long) requests, 1L)));
    }
}
