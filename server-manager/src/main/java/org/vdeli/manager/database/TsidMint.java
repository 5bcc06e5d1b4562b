package org.vdeli.manager.database;

import com.github.f4b6a3.tsid.TsidFactory;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Ids as TSIDs: 42 bits of milliseconds, 10 bits of manager, 12 bits of count, which lasts until
/// the year 2089 before the sign bit is reached.
public final class TsidMint implements IdMint {
    private final TsidFactory factory;

    /// A mint of one manager.
    ///
    /// @param manager 0 to 1023, another for each manager on one database
    public TsidMint(int manager, InstantSource clock, RandomGenerator random) {
        this.factory =
                TsidFactory.builder()
                        .withNode(manager)
                        .withNodeBits(10)
                        .withTimeFunction(clock::millis)
                        .withRandomFunction((int bytes) -> randomBytes(random, bytes))
                        .build();
    }

    private static byte[] randomBytes(RandomGenerator random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public long next() {
        return factory.create().toLong();
    }
}
