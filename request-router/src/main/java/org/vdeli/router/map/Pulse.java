package org.vdeli.router.map;

import java.util.Arrays;

/// How each server is at this moment. Immutable.
public final class Pulse {
    /// The load of a server that is not known.
    public static final int UNKNOWN = 255;

    /// From this load on, in percent, a server gets viewers only where no other can.
    public static final int BUSY = 90;

    private final byte[] standings;
    private final byte[] loads;
    private final long[] up;
    private final long[] free;

    /// @param standings [Standing] of each server, as its number
    /// @param loads of each server in percent of what it can, at most 254, or [#UNKNOWN]
    public Pulse(byte[] standings, byte[] loads) {
        if (standings.length != loads.length) {
            throw new IllegalArgumentException(
                    "a pulse must be of as many standings as loads, not "
                            + standings.length
                            + " and "
                            + loads.length);
        }
        this.standings = standings.clone();
        this.loads = loads.clone();
        this.up = new long[Holders.words(standings.length)];
        this.free = new long[up.length];
        for (int i = 0; i < standings.length; i++) {
            if (standing(i) == Standing.UP) {
                up[i >> 6] |= 1L << i;
                if (load(i) < BUSY || load(i) == UNKNOWN) {
                    free[i >> 6] |= 1L << i;
                }
            }
        }
    }

    /// Of servers that nothing is known of: none serves.
    public static Pulse unknown(int servers) {
        byte[] standings = new byte[servers];
        Arrays.fill(standings, Standing.OUT.number());
        return new Pulse(standings, new byte[servers]);
    }

    /// How many servers it is of.
    public int size() {
        return standings.length;
    }

    public Standing standing(int server) {
        return Standing.of(standings[server]);
    }

    /// In percent, or [#UNKNOWN].
    public int load(int server) {
        return loads[server] & 0xff;
    }

    /// A bit for each server that serves.
    public long[] up() {
        return up;
    }

    /// A bit for each server that serves and is not busy.
    public long[] free() {
        return free;
    }

    public byte[] standings() {
        return standings.clone();
    }

    public byte[] loads() {
        return loads.clone();
    }
}
