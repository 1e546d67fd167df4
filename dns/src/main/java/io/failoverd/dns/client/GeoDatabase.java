package io.failoverd.dns.client;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Network;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks once over a whole database and keeps the networks that lie in a place of a client region. One instance a file,
 * on the thread that loads; nothing of the file is held afterwards.
 */
final class GeoDatabase {
    /** Twice the largest database that is sold; it is mapped, so its size costs no heap. */
    static final long MAX_OCTETS = 1L << 30;
    /** Several times what the largest databases hold; a damaged tree can pretend to hold any number. */
    static final int MAX_NETWORKS = 30_000_000;
    /** More than the subdivisions of the world; kept to say which ones there are when one is not found. */
    private static final int MAX_NAMES = 20_000;

    private final Map<String, Integer> wanted;
    private final Spans ipv4 = new Spans();
    private final Spans ipv6 = new Spans();
    private final Map<Place.Kind, Set<String>> names = new EnumMap<>(Place.Kind.class);
    private int networks;

    /** Takes the places that are looked for, each with its region. */
    GeoDatabase(Map<String, Integer> wanted) {
        this.wanted = wanted;
    }

    /** Reads the file; null when all went well, else what is wrong with it. */
    @Nullable
    String read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Files.exists(file) ? "is not a file" : "does not exist";
            }
            if (Files.size(file) > MAX_OCTETS) {
                return "is longer than " + (MAX_OCTETS >> 20) + " MiB";
            }
            try (Reader reader = new Reader(file.toFile(), new CHMCache())) {
                return walk(reader);
            }
        } catch (IOException | InvalidNetworkException | RuntimeException e) {
            return unreadable(e);
        } catch (StackOverflowError | InternalError e) {
            // Data that points to itself; a file that was cut off while it was mapped.
            return unreadable(e);
        }
    }

    private static String unreadable(Throwable e) {
        return "cannot be read as a MaxMind-format database: " + e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private @Nullable String walk(Reader reader) throws IOException, InvalidNetworkException {
        Networks<GeoRecord> all = reader.networks(GeoRecord.class);
        while (all.hasNext()) {
            DatabaseRecord<GeoRecord> next = all.next();
            if (++networks > MAX_NETWORKS) {
                return "has more than " + MAX_NETWORKS + " networks; is it damaged?";
            }
            GeoRecord data = next.data();
            if (data != null) {
                String wrong = keep(next.network(), data.keys());
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return names.isEmpty() ? "names no countries, subdivisions, continents or autonomous systems" : null;
    }

    private @Nullable String keep(Network network, Map<Place.Kind, List<String>> keys) {
        int region = ClientRegions.UNKNOWN;
        int rank = 0;
        // In the order of the enum, so that the last one found is the one that holds.
        for (Map.Entry<Place.Kind, List<String>> entry : keys.entrySet()) {
            Set<String> known = names.computeIfAbsent(entry.getKey(), kind -> new TreeSet<>());
            for (String key : entry.getValue()) {
                if (known.size() < MAX_NAMES || wanted.containsKey(key)) {
                    known.add(key);
                }
            }
            for (String key : entry.getValue()) {
                Integer found = wanted.get(key);
                if (found != null) {
                    region = found;
                    rank = entry.getKey().rank();
                    break;
                }
            }
        }
        return region == ClientRegions.UNKNOWN ? null : add(network, rank, region);
    }

    private @Nullable String add(Network network, int rank, int region) {
        InetAddress address = network.networkAddress();
        Bits first = Bits.of(address);
        Spans spans = address instanceof Inet4Address ? ipv4 : ipv6;
        if (spans.size() > 0 && spans.list().getLast().last().compareTo(first) >= 0) {
            return "is damaged: its networks are out of order at " + network;
        }
        if (spans.size() >= ClientLoader.MAX_RANGES) {
            return "has more than " + ClientLoader.MAX_RANGES + " ranges in the client regions' places";
        }
        spans.add(new Span(first, first.last(network.prefixLength()), rank, region));
        return null;
    }

    Spans spans(boolean isIpv4) {
        return isIpv4 ? ipv4 : ipv6;
    }

    /** The places of a kind that the file knows; of very many only the first, and all that are looked for. */
    Set<String> names(Place.Kind kind) {
        return names.getOrDefault(kind, Set.of());
    }
}
