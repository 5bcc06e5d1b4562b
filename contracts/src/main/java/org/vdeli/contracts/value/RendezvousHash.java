package org.vdeli.contracts.value;

/// Highest-random-weight hashing (Thaler and Ravishankar, 1998): every member has a weight for
/// every key, and the members of largest weight are chosen. A member that leaves moves only what it
/// had, one that joins takes only its share, and all who know the same members choose alike.
public final class RendezvousHash {
    private RendezvousHash() {}

    /// The weight of a member for a key, any long; compare as signed numbers.
    public static long weight(long key, long member) {
        return mix(key ^ mix(member));
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): a bijection in which every bit of
    /// the input changes every bit of the output with probability 1/2.
    public static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
