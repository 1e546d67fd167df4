package io.failoverd.dns.client;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes databases in the MaxMind DB format 2.0: a binary tree of networks, 16 zero octets, the data, a marker and the
 * metadata. Enough of the format for the tests of its reader: maps, arrays, strings, unsigned numbers and pointers.
 */
final class MaxMindFile {
    private static final byte[] MARKER = {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF};
    private static final int SEPARATOR = 16;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;

    /** Two branches; null is nothing, an Integer the offset of data, an int[] index another node. */
    private static final class Node {
        private final Object[] branches = new Object[2];
        private int number;
    }

    private final int recordBits;
    private final boolean ipv6;
    private final Node root = new Node();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<Object, Integer> offsets = new LinkedHashMap<>();

    MaxMindFile(int recordBits, boolean ipv6) {
        this.recordBits = recordBits;
        this.ipv6 = ipv6;
    }

    /** A City-like record: continent, country and subdivisions, any of which may be empty. */
    static Map<String, Object> city(String continent, String country, String... subdivisions) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("continent", Map.of("code", continent, "geoname_id", 6_255_147L));
        record.put("country", Map.of("iso_code", country, "names", Map.of("en", "Somewhere")));
        record.put(
                "subdivisions",
                List.of(subdivisions).stream().map(s -> Map.of("iso_code", s)).toList());
        return record;
    }

    static Map<String, Object> system(long number) {
        return Map.of("autonomous_system_number", number, "autonomous_system_organization", "An Operator");
    }

    /** Adds a network; it must not overlap another one. */
    MaxMindFile add(String network, Map<String, Object> record) {
        String[] parts = network.split("/", 2);
        InetAddress address = InetAddress.ofLiteral(parts[0]);
        byte[] octets = address.getAddress();
        int prefix = Integer.parseInt(parts[1]);
        if (ipv6 && address instanceof Inet4Address) {
            octets = new byte[16];
            System.arraycopy(address.getAddress(), 0, octets, 12, 4);
            prefix += 96;
        }
        int offset = offsets.computeIfAbsent(record, r -> {
            int at = data.size();
            write(data, r);
            return at;
        });
        Node node = root;
        for (int bit = 0; bit < prefix; bit++) {
            int branch = (octets[bit / 8] >> (7 - bit % 8)) & 1;
            if (bit == prefix - 1) {
                node.branches[branch] = offset;
            } else {
                if (node.branches[branch] == null) {
                    node.branches[branch] = new Node();
                }
                node = (Node) node.branches[branch];
            }
        }
        return this;
    }

    byte[] bytes() {
        List<Node> nodes = new ArrayList<>(List.of(root));
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).number = i;
            for (Object branch : nodes.get(i).branches) {
                if (branch instanceof Node child) {
                    nodes.add(child);
                }
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Node node : nodes) {
            record(file, pointer(node.branches[0], nodes.size()), pointer(node.branches[1], nodes.size()));
        }
        file.writeBytes(new byte[SEPARATOR]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(MARKER);
        file.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("node_count", (long) nodes.size());
        metadata.put("record_size", recordBits);
        metadata.put("ip_version", ipv6 ? 6 : 4);
        metadata.put("database_type", "Failoverd-Test");
        metadata.put("languages", List.of("en"));
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", new long[] {1_800_000_000L});
        metadata.put("description", Map.of("en", "made by a test"));
        write(file, metadata);
        return file.toByteArray();
    }

    private static long pointer(Object branch, int nodes) {
        return switch (branch) {
            case null -> nodes;
            case Node child -> child.number;
            case Integer offset -> nodes + SEPARATOR + offset;
            default -> throw new AssertionError(branch);
        };
    }

    private void record(ByteArrayOutputStream file, long left, long right) {
        switch (recordBits) {
            case 24 -> {
                octets(file, left, 3);
                octets(file, right, 3);
            }
            case 28 -> {
                octets(file, left & 0xFF_FFFF, 3);
                file.write((int) ((left >> 24) << 4 | right >> 24));
                octets(file, right & 0xFF_FFFF, 3);
            }
            default -> {
                octets(file, left, 4);
                octets(file, right, 4);
            }
        }
    }

    private static void octets(ByteArrayOutputStream file, long value, int count) {
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            file.write((int) (value >> shift));
        }
    }

    /** An Integer is a uint16, a Long a uint32, an array with one long a uint64. */
    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case String text -> {
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                control(out, STRING, octets.length);
                out.writeBytes(octets);
            }
            case Integer number -> number(out, UINT16, number);
            case Long number -> number(out, UINT32, number);
            case long[] number -> number(out, UINT64, number[0]);
            case Map<?, ?> map -> {
                control(out, MAP, map.size());
                map.forEach((key, entry) -> {
                    write(out, key);
                    write(out, entry);
                });
            }
            case List<?> list -> {
                control(out, ARRAY, list.size());
                list.forEach(entry -> write(out, entry));
            }
            default -> throw new AssertionError(value);
        }
    }

    private static void number(ByteArrayOutputStream out, int type, long value) {
        int octets = (64 - Long.numberOfLeadingZeros(value) + 7) / 8;
        control(out, type, octets);
        octets(out, value, octets);
    }

    /** Sizes up to 284 are all that is needed. */
    private static void control(ByteArrayOutputStream out, int type, int size) {
        int inFirst = Math.min(size, 29);
        out.write((type < 8 ? type << 5 : 0) | inFirst);
        if (type >= 8) {
            out.write(type - 7);
        }
        if (inFirst == 29) {
            out.write(size - 29);
        }
    }
}
