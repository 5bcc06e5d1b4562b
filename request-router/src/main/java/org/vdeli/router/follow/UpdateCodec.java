package org.vdeli.router.follow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.vdeli.contracts.value.GeoPoint;
import org.vdeli.router.map.Fleet;
import org.vdeli.router.map.Holders;
import org.vdeli.router.map.Pulse;
import org.vdeli.router.map.RoutingTable;
import org.vdeli.router.map.Update;
import org.vdeli.router.net.IpPrefix;

/// Updates as bytes, on the wire and on the disk: gzip over numbers in network order.
///
/// ```
/// "VDRT" | version 1 | epoch fleet assets (int64) | flags (bit 0: whole) | servers (int32)
/// then parts: tag (int8) | length (int32) | content;  tag 0 ends
///   1 fleet    2 assets, at most 1000 in a part    3 ids of removed assets    4 pulse
/// ```
///
/// Only ever more is added: a part that a reader does not know is skipped, and so is what stands
/// behind the content that it knows in a part.
public final class UpdateCodec {
    /// What the answer of a manager says of its content.
    public static final String MEDIA_TYPE = "application/vnd.vdeli.routing+gzip";

    private static final int MAGIC = 0x56445254;
    private static final int VERSION = 1;
    private static final int END = 0;
    private static final int FLEET = 1;
    private static final int ASSETS = 2;
    private static final int REMOVED = 3;
    private static final int PULSE = 4;
    private static final int ASSETS_IN_A_PART = 1000;

    /// 1000 assets on 65 000 servers each are 8 MB.
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private UpdateCodec() {}

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /// Writes an update; the stream stays open.
    public static void write(Update update, OutputStream stream) throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(stream, 16 * 1024);
        DataOutputStream out = new DataOutputStream(zipped);
        out.writeInt(MAGIC);
        out.writeByte(VERSION);
        out.writeLong(update.mark().epoch());
        out.writeLong(update.mark().fleet());
        out.writeLong(update.mark().assets());
        out.writeByte(update.whole() ? 1 : 0);
        int servers = update.pulse().size();
        out.writeInt(servers);
        if (update.fleet().isPresent()) {
            Fleet fleet = update.fleet().get();
            part(out, FLEET, content -> write(fleet, content));
        }
        List<RoutingTable.Asset> assets = update.assets();
        for (int from = 0; from < assets.size(); from += ASSETS_IN_A_PART) {
            List<RoutingTable.Asset> some =
                    assets.subList(from, Math.min(assets.size(), from + ASSETS_IN_A_PART));
            part(
                    out,
                    ASSETS,
                    content -> {
                        content.writeInt(some.size());
                        for (RoutingTable.Asset asset : some) {
                            write(asset, servers, content);
                        }
                    });
        }
        if (!update.removed().isEmpty()) {
            part(
                    out,
                    REMOVED,
                    content -> {
                        content.writeInt(update.removed().size());
                        for (long id : update.removed()) {
                            content.writeLong(id);
                        }
                    });
        }
        part(
                out,
                PULSE,
                content -> {
                    content.write(update.pulse().standings());
                    content.write(update.pulse().loads());
                });
        out.writeByte(END);
        out.flush();
        zipped.finish();
    }

    private static void part(DataOutputStream out, int tag, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        content.writeTo(data);
        data.flush();
        out.writeByte(tag);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    private static void write(Fleet fleet, DataOutputStream out) throws IOException {
        out.writeInt(fleet.areas().size());
        for (Fleet.Area area : fleet.areas()) {
            out.writeLong(area.id());
            out.writeUTF(area.name());
        }
        out.writeInt(fleet.sites().size());
        for (Fleet.Site site : fleet.sites()) {
            out.writeLong(site.id());
            out.writeUTF(site.name());
            out.writeLong(site.area());
            out.writeDouble(site.position().latitude());
            out.writeDouble(site.position().longitude());
        }
        out.writeInt(fleet.servers().size());
        for (Fleet.Server server : fleet.servers()) {
            out.writeLong(server.id());
            out.writeUTF(server.name());
            out.writeLong(server.site());
            out.writeShort(server.addresses().size());
            for (String address : server.addresses()) {
                out.writeUTF(address);
            }
            out.writeInt(server.port());
            out.writeLong(server.capacity());
        }
        out.writeInt(fleet.networks().size());
        for (Fleet.Network network : fleet.networks()) {
            out.writeUTF(network.prefix().toString());
            out.writeLong(network.site());
            out.writeLong(network.area());
        }
        out.writeInt(fleet.reach().size());
        for (Fleet.Reach reach : fleet.reach()) {
            out.writeUTF(reach.project());
            out.writeInt(reach.areas().size());
            for (long area : reach.areas()) {
                out.writeLong(area);
            }
        }
    }

    private static void write(RoutingTable.Asset asset, int servers, DataOutputStream out)
            throws IOException {
        out.writeLong(asset.id());
        out.writeUTF(asset.path());
        int[] numbers = asset.holders().numbers();
        boolean few = numbers.length * Character.SIZE <= servers;
        out.writeBoolean(few);
        if (few) {
            out.writeChar(numbers.length);
            for (int number : numbers) {
                out.writeChar(number);
            }
        } else {
            long[] bits = new long[(servers + Long.SIZE - 1) / Long.SIZE];
            for (int number : numbers) {
                bits[number >> 6] |= 1L << number;
            }
            for (long word : bits) {
                out.writeLong(word);
            }
        }
    }

    /// Reads an update.
    ///
    /// @throws IOException if the bytes are none, or end too early
    public static Update read(InputStream stream) throws IOException {
        try {
            return readChecked(new DataInputStream(new GZIPInputStream(stream, 16 * 1024)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("could not read a routing update: " + e.getMessage(), e);
        }
    }

    private static Update readChecked(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("could not read a routing update: it does not begin as one");
        }
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException(
                    "could not read a routing update of version " + version + ", only " + VERSION);
        }
        Update.Mark mark = new Update.Mark(in.readLong(), in.readLong(), in.readLong());
        boolean whole = (in.readUnsignedByte() & 1) != 0;
        int servers = count(in, Holders.MOST_SERVERS);
        Optional<Fleet> fleet = Optional.empty();
        Optional<Pulse> pulse = Optional.empty();
        List<RoutingTable.Asset> assets = new ArrayList<>();
        List<Long> removed = new ArrayList<>();
        for (int tag = in.readUnsignedByte(); tag != END; tag = in.readUnsignedByte()) {
            byte[] bytes = new byte[count(in, MOST_BYTES)];
            in.readFully(bytes);
            DataInputStream content = new DataInputStream(new ByteArrayInputStream(bytes));
            switch (tag) {
                case FLEET -> fleet = Optional.of(readFleet(content));
                case ASSETS -> readAssets(content, servers, assets);
                case REMOVED -> {
                    for (int left = count(content, bytes.length); left > 0; left--) {
                        removed.add(content.readLong());
                    }
                }
                case PULSE -> {
                    byte[] standings = new byte[servers];
                    byte[] loads = new byte[servers];
                    content.readFully(standings);
                    content.readFully(loads);
                    pulse = Optional.of(new Pulse(standings, loads));
                }
                default -> {
                    // a part that a newer manager has
                }
            }
        }
        if (fleet.isPresent() && fleet.get().servers().size() != servers) {
            throw new IOException("could not read a routing update: its fleet does not fit");
        }
        return new Update(
                mark,
                whole,
                fleet,
                assets,
                removed,
                pulse.orElseThrow(
                        () -> new IOException("could not read a routing update: it has no pulse")));
    }

    private static int count(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("could not read a routing update: a count of " + count);
        }
        return count;
    }

    private static Fleet readFleet(DataInputStream in) throws IOException {
        int most = MOST_BYTES;
        List<Fleet.Area> areas = new ArrayList<>();
        for (int left = count(in, most); left > 0; left--) {
            areas.add(new Fleet.Area(in.readLong(), in.readUTF()));
        }
        List<Fleet.Site> sites = new ArrayList<>();
        for (int left = count(in, most); left > 0; left--) {
            sites.add(
                    new Fleet.Site(
                            in.readLong(),
                            in.readUTF(),
                            in.readLong(),
                            new GeoPoint(in.readDouble(), in.readDouble())));
        }
        List<Fleet.Server> servers = new ArrayList<>();
        for (int left = count(in, most); left > 0; left--) {
            servers.add(readServer(in));
        }
        List<Fleet.Network> networks = new ArrayList<>();
        for (int left = count(in, most); left > 0; left--) {
            String prefix = in.readUTF();
            networks.add(
                    new Fleet.Network(
                            IpPrefix.parse(prefix)
                                    .orElseThrow(() -> new IOException("not a network: " + prefix)),
                            in.readLong(),
                            in.readLong()));
        }
        List<Fleet.Reach> reach = new ArrayList<>();
        for (int left = count(in, most); left > 0; left--) {
            String project = in.readUTF();
            List<Long> where = new ArrayList<>();
            for (int more = count(in, most); more > 0; more--) {
                where.add(in.readLong());
            }
            reach.add(new Fleet.Reach(project, where));
        }
        return new Fleet(areas, sites, servers, networks, reach);
    }

    private static Fleet.Server readServer(DataInputStream in) throws IOException {
        long id = in.readLong();
        String name = in.readUTF();
        long site = in.readLong();
        List<String> addresses = new ArrayList<>();
        for (int more = in.readUnsignedShort(); more > 0; more--) {
            addresses.add(in.readUTF());
        }
        return new Fleet.Server(id, name, site, addresses, in.readInt(), in.readLong());
    }

    private static void readAssets(DataInputStream in, int servers, List<RoutingTable.Asset> assets)
            throws IOException {
        for (int left = count(in, ASSETS_IN_A_PART); left > 0; left--) {
            long id = in.readLong();
            String path = in.readUTF();
            assets.add(new RoutingTable.Asset(id, path, readHolders(in, servers)));
        }
    }

    private static Holders readHolders(DataInputStream in, int servers) throws IOException {
        int[] numbers;
        if (in.readBoolean()) {
            numbers = new int[in.readChar()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = in.readChar();
            }
        } else {
            long[] bits = new long[(servers + Long.SIZE - 1) / Long.SIZE];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = in.readLong();
            }
            numbers = BitSet.valueOf(bits).stream().toArray();
        }
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] >= servers || (i > 0 && numbers[i] <= numbers[i - 1])) {
                throw new IOException("could not read a routing update: holders out of order");
            }
        }
        return Holders.of(numbers, servers);
    }
}
