package org.vdeli.router.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Which of many networks is the smallest that has an address. Immutable.
///
/// Networks are nested or apart, so all addresses fall into stretches that belong to one smallest
/// network each: at most twice as many stretches as networks, searched by halving. 10 000 networks
/// take 15 steps and 340 kB.
public final class PrefixTable {
    /// No network has the address.
    public static final int NONE = -1;

    private final long[] high;
    private final long[] low;
    private final int[] values;

    /// One network and what it stands for.
    ///
    /// @param value at least 0
    public record Entry(IpPrefix prefix, int value) {}

    private PrefixTable(List<Stretch> stretches) {
        this.high = stretches.stream().mapToLong(s -> s.from().high()).toArray();
        this.low = stretches.stream().mapToLong(s -> s.from().low()).toArray();
        this.values = stretches.stream().mapToInt(Stretch::value).toArray();
    }

    /// From an address on, up to the next stretch.
    private record Stretch(IpAddress from, int value) {}

    /// The table of some networks.
    ///
    /// @param entries in any order; of equal networks the last one counts
    public static PrefixTable of(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(
                Comparator.comparing((Entry entry) -> entry.prefix().first())
                        .thenComparingInt(entry -> entry.prefix().bits()));
        List<Stretch> stretches = new ArrayList<>();
        add(stretches, new IpAddress(0, 0), NONE);
        Deque<Entry> open = new ArrayDeque<>();
        for (Entry entry : sorted) {
            close(stretches, open, entry.prefix().first());
            add(stretches, entry.prefix().first(), entry.value());
            open.push(entry);
        }
        while (!open.isEmpty()) {
            closeOne(stretches, open);
        }
        return new PrefixTable(stretches);
    }

    /// Closes the networks that end before an address.
    private static void close(List<Stretch> stretches, Deque<Entry> open, IpAddress before) {
        for (Entry top = open.peek();
                top != null && top.prefix().last().compareTo(before) < 0;
                top = open.peek()) {
            closeOne(stretches, open);
        }
    }

    /// From the end of the innermost network on, what it lies in counts again.
    private static void closeOne(List<Stretch> stretches, Deque<Entry> open) {
        IpAddress last = open.pop().prefix().last();
        if (last.high() != -1 || last.low() != -1) {
            Entry outer = open.peek();
            add(stretches, last.next(), outer == null ? NONE : outer.value());
        }
    }

    private static void add(List<Stretch> stretches, IpAddress from, int value) {
        if (!stretches.isEmpty() && stretches.getLast().from().equals(from)) {
            stretches.removeLast();
        }
        stretches.add(new Stretch(from, value));
    }

    /// The value of the smallest network that has the address, or [#NONE].
    public int find(IpAddress address) {
        int from = 0;
        int to = high.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            int order = Long.compareUnsigned(high[middle], address.high());
            if (order == 0) {
                order = Long.compareUnsigned(low[middle], address.low());
            }
            if (order <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return values[from];
    }

    @Override
    public String toString() {
        return high.length + " stretches, values " + Arrays.toString(values);
    }
}
