package org.vdeli.router.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set of servers by their numbers. Immutable; 2 bytes a server for small sets, one bit for each
/// server of the fleet for larger ones: 16 to 520 bytes with 4000 servers.
public final class Holders {
    /// Numbers are kept in 16 bits.
    public static final int MOST_SERVERS = (1 << Character.SIZE) - 1;

    /// Up to so many, searching the numbers is no slower than looking at the bits.
    private static final int FEW = 64;

    public static final Holders NONE = new Holders(new char[0], null);

    private final char @Nullable [] few;
    private final long @Nullable [] bits;

    private Holders(char @Nullable [] few, long @Nullable [] bits) {
        this.few = few;
        this.bits = bits;
    }

    /// The set of these numbers.
    ///
    /// @param sorted smallest first, without repetition
    /// @param fleet number of servers that there are
    public static Holders of(int[] sorted, int fleet) {
        if (sorted.length == 0) {
            return NONE;
        }
        int words = words(fleet);
        if (sorted.length <= FEW && sorted.length * Character.BYTES < words * Long.BYTES) {
            char[] few = new char[sorted.length];
            for (int i = 0; i < few.length; i++) {
                few[i] = (char) sorted[i];
            }
            return new Holders(few, null);
        }
        long[] bits = new long[words];
        for (int number : sorted) {
            bits[number >> 6] |= 1L << number;
        }
        return new Holders(null, bits);
    }

    /// How many 64-bit words a bit for each server takes.
    static int words(int fleet) {
        return (fleet + Long.SIZE - 1) / Long.SIZE;
    }

    public int count() {
        if (few != null) {
            return few.length;
        }
        int count = 0;
        for (long word : words()) {
            count += Long.bitCount(word);
        }
        return count;
    }

    public boolean isEmpty() {
        return few != null && few.length == 0;
    }

    public boolean has(int number) {
        if (few != null) {
            return Arrays.binarySearch(few, (char) number) >= 0;
        }
        long[] words = words();
        return number >> 6 < words.length && (words[number >> 6] >>> number & 1) != 0;
    }

    /// The first server from a number on that is in this set and has its bit in a mask; -1 if there
    /// is none.
    ///
    /// @param mask a bit for each server of the fleet
    public int next(int from, long[] mask) {
        return few != null ? nextOfFew(few, from, mask) : nextBit(words(), from, mask);
    }

    private static int nextOfFew(char[] few, int from, long[] mask) {
        int at = from == 0 ? 0 : Arrays.binarySearch(few, (char) from);
        for (int i = at < 0 ? -at - 1 : at; i < few.length; i++) {
            int number = few[i];
            if ((mask[number >> 6] >>> number & 1) != 0) {
                return number;
            }
        }
        return -1;
    }

    private static int nextBit(long[] bits, int from, long[] mask) {
        int word = from >> 6;
        if (word >= bits.length) {
            return -1;
        }
        long found = bits[word] & mask[word] & -1L << from;
        while (found == 0) {
            if (++word == bits.length) {
                return -1;
            }
            found = bits[word] & mask[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(found);
    }

    /// The numbers, smallest first.
    public int[] numbers() {
        int[] numbers = new int[count()];
        if (few != null) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = few[i];
            }
            return numbers;
        }
        int at = 0;
        long[] words = words();
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                numbers[at++] = (word << 6) + Long.numberOfTrailingZeros(left);
            }
        }
        return numbers;
    }

    private long[] words() {
        return bits == null ? new long[0] : bits;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Holders holders
                && Arrays.equals(few, holders.few)
                && Arrays.equals(bits, holders.bits);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(few) + Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers());
    }
}
