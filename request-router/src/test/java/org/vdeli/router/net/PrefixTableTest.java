package org.vdeli.router.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrefixTableTest {
    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static PrefixTable table(String... prefixes) {
        List<PrefixTable.Entry> entries = new ArrayList<>();
        for (int i = 0; i < prefixes.length; i++) {
            entries.add(new PrefixTable.Entry(IpPrefix.parse(prefixes[i]).orElseThrow(), i));
        }
        return PrefixTable.of(entries);
    }

    @Test
    void theLongestPrefixWinsInBothFamilies() {
        PrefixTable table =
                table(
                        "10.0.0.0/8",
                        "10.1.0.0/16",
                        "10.1.2.3/32",
                        "2001:db8::/32",
                        "2001:db8:1::/48");
        assertThat(table.find(address("10.9.9.9"))).isZero();
        assertThat(table.find(address("10.1.9.9"))).isEqualTo(1);
        assertThat(table.find(address("10.1.2.3"))).isEqualTo(2);
        assertThat(table.find(address("10.1.2.4"))).isEqualTo(1);
        assertThat(table.find(address("10.255.255.255"))).isZero();
        assertThat(table.find(address("11.0.0.0"))).isEqualTo(PrefixTable.NONE);
        assertThat(table.find(address("9.255.255.255"))).isEqualTo(PrefixTable.NONE);
        assertThat(table.find(address("2001:db8::1"))).isEqualTo(3);
        assertThat(table.find(address("2001:db8:1::1"))).isEqualTo(4);
        assertThat(table.find(address("2001:db9::"))).isEqualTo(PrefixTable.NONE);
        assertThat(table("0.0.0.0/0", "::/0").find(address("255.255.255.255"))).isZero();
        assertThat(table("0.0.0.0/0", "::/0").find(address("ffff::1"))).isEqualTo(1);
        assertThat(table().find(address("::"))).isEqualTo(PrefixTable.NONE);
    }

    @Test
    void readsAndWritesNetworksInTheirUsualForm() {
        assertThat(IpPrefix.parse("10.1.2.3/16")).hasToString("Optional[10.1.0.0/16]");
        assertThat(IpPrefix.parse("192.0.2.1")).hasToString("Optional[192.0.2.1/32]");
        assertThat(IpPrefix.parse("2001:db8::7/32"))
                .hasToString("Optional[2001:db8:0:0:0:0:0:0/32]");
        for (String wrong :
                List.of(
                        "",
                        "/8",
                        "10.0.0.0/33",
                        "2001:db8::/129",
                        "host/8",
                        "10.0.0.0/x",
                        "1.2/8")) {
            assertThat(IpPrefix.parse(wrong)).as(wrong).isEmpty();
        }
        assertThat(IpAddress.parse("[::1]")).contains(new IpAddress(0, 1));
        assertThat(IpAddress.parse("example.org")).isEmpty();
        assertThat(address("255.1.2.3").isV4()).isTrue();
        assertThat(address("255.1.2.3")).hasToString("255.1.2.3");
        assertThat(address("fe80::1").isV4()).isFalse();
    }

    @Property(tries = 200)
    void findsWhatLookingAtAllOfThemFinds(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int count) {
        Random chance = new Random(seed);
        List<PrefixTable.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            IpPrefix prefix = new IpPrefix(random(chance), 96 + chance.nextInt(33));
            if (entries.stream().noneMatch(entry -> entry.prefix().equals(prefix))) {
                entries.add(new PrefixTable.Entry(prefix, i));
            }
        }
        PrefixTable table = PrefixTable.of(entries);
        for (int i = 0; i < 200; i++) {
            IpAddress address = random(chance);
            int expected =
                    entries.stream()
                            .filter(entry -> entry.prefix().contains(address))
                            .max(Comparator.comparingInt(entry -> entry.prefix().bits()))
                            .map(PrefixTable.Entry::value)
                            .orElse(PrefixTable.NONE);
            assertThat(table.find(address)).as(address.toString()).isEqualTo(expected);
        }
    }

    /// Few different bits, so that networks are nested.
    private static IpAddress random(Random chance) {
        return new IpAddress(
                0, 0xffff_0000_0000L | (chance.nextInt(64) * 0x04040401L & 0xffffffffL));
    }
}
