package org.vdeli.manager.asset;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.alarm.Alarm;
import org.vdeli.manager.alarm.AlarmDesk;
import org.vdeli.manager.database.Transactions;
import org.vdeli.manager.origin.OriginCopy;

/// Reads contents of the origin store again when agents could not verify what they fetched: the
/// line may be bad, or the disk here. A damaged content is set aside, is no longer registered as
/// held here, and raises an alarm, which is cleared when somebody holds the content anew.
public final class OriginCheck {
    static final String DAMAGED = "origin-damaged";

    /// A content is read again at most once in so long, however many agents complain.
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final int MOST_SUSPECTS = 1000;
    private static final Logger log = LoggerFactory.getLogger(OriginCheck.class);

    private final Transactions transactions;
    private final OriginStore store;
    private final OriginRegister register;
    private final AlarmDesk alarms;
    private final InstantSource time;
    private final Set<AssetId> suspects = ConcurrentHashMap.newKeySet();
    private final Map<Checksum, Instant> checked = new HashMap<>();

    public OriginCheck(
            Transactions transactions,
            OriginStore store,
            OriginRegister register,
            AlarmDesk alarms,
            InstantSource time) {
        this.transactions = transactions;
        this.store = store;
        this.register = register;
        this.alarms = alarms;
        this.time = time;
    }

    /// Notes that somebody could not verify an asset. Returns at once.
    public void suspect(AssetId asset) {
        if (suspects.size() < MOST_SUSPECTS) {
            suspects.add(asset);
        }
    }

    /// Checks what is suspected and clears alarms that are over; call it every ten seconds or so,
    /// from one thread.
    public void turn() {
        clearWhatIsMended();
        Instant now = time.instant();
        checked.values().removeIf(at -> !at.plus(AGAIN).isAfter(now));
        for (AssetId id : List.copyOf(suspects)) {
            Optional<Asset> asset = transactions.read(stores -> stores.assets().find(id));
            if (asset.isPresent() && checked.putIfAbsent(asset.get().checksum(), now) == null) {
                check(asset.get());
            }
            suspects.remove(id);
        }
    }

    private void check(Asset asset) {
        if (store.find(asset.checksum()).isEmpty()) {
            return;
        }
        if (store.check(asset.checksum())) {
            log.info("event=origin-checked asset={} outcome=whole", asset.id());
            return;
        }
        register.lose(asset.checksum());
        alarms.raise(
                AlarmSeverity.CRITICAL,
                ObjectKind.ASSET,
                asset.id().toString(),
                DAMAGED,
                "The origin's content of "
                        + asset.path()
                        + " is damaged and was set aside; upload the same file again, and look at"
                        + " the manager's disk");
    }

    private void clearWhatIsMended() {
        List<Alarm> open = transactions.read(stores -> stores.alarms().allOpen());
        for (Alarm alarm : open) {
            if (!alarm.code().equals(DAMAGED)) {
                continue;
            }
            AssetId id = AssetId.of(alarm.object());
            Optional<Asset> asset = transactions.read(stores -> stores.assets().find(id));
            if (asset.isEmpty() || isMended(asset.get(), alarm)) {
                alarms.clear(ObjectKind.ASSET, alarm.object(), DAMAGED);
            }
        }
    }

    /// Whether somebody holds the content anew. Other holders' whole copies from before the alarm
    /// do not mend the one that was found damaged.
    private boolean isMended(Asset asset, Alarm alarm) {
        if (store.find(asset.checksum()).isPresent()) {
            register.add(asset.checksum());
        }
        return transactions
                .<List<OriginCopy>>read(
                        stores -> stores.originCopies().ofContents(List.of(asset.checksum())))
                .stream()
                .anyMatch(copy -> !copy.since().isBefore(alarm.raisedAt()));
    }
}
