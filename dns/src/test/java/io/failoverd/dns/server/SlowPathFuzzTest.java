package io.failoverd.dns.server;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The slow path, by questions that can be read: names of few labels below, beside and above the zones, any type and class,
 * with and without EDNS. What it composes is held against the prepared response where there is one. Each build runs the
 * inputs in the resources; {@code JAZZER_FUZZ=1} looks for new ones.
 */
class SlowPathFuzzTest {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_OPTION = 40;
    private static final short RECURSION_DESIRED = 0x0100;

    private static final String[] LABELS = {
        "www",
        "api",
        "static",
        "txt",
        "alias",
        "alias2",
        "tolate",
        "toempty",
        "tonone",
        "away",
        "tochild",
        "tosub",
        "loop1",
        "wild",
        "host",
        "toservice",
        "tenants",
        "many",
        "late",
        "empty",
        "a",
        "b",
        "ent",
        "sub",
        "ns",
        "ns1",
        "old",
        "x",
        "new",
        "longer",
        "mx",
        "srv",
        "unknown",
        "https",
        "_failoverd",
        "*"
    };
    private static final byte[][] ZONES = {
        wire("gslb.example.com."),
        wire("child.gslb.example.com."),
        wire("example.com."),
        wire("."),
        wire("id.server."),
        wire("version.bind.")
    };
    private static final int[] TYPES = {
        Type.A,
        Type.AAAA,
        Type.NS,
        Type.SOA,
        Type.CNAME,
        Type.DNAME,
        Type.TXT,
        Type.MX,
        Type.SRV,
        Type.HTTPS,
        Type.SVCB,
        Type.DS,
        Type.ANY,
        Type.AXFR,
        Type.HINFO,
        65_400
    };
    /** NSID, client subnet, cookie, keepalive. */
    private static final int[] OPTIONS = {3, 8, 10, 11};

    @FuzzTest(maxDuration = "10m")
    void anyQuestion(FuzzedDataProvider data) {
        var query = ByteBuffer.allocate(QueryReader.HEADER + 512);
        query.putShort(data.consumeShort()).putShort(RECURSION_DESIRED).putLong(1L << 48);
        name(data, query);
        query.put(data.pickValue(ZONES));
        query.putShort(data.consumeBoolean() ? (short) data.pickValue(TYPES) : data.consumeShort());
        query.putShort(data.consumeBoolean() ? DClass.IN : data.consumeShort());
        if (data.consumeBoolean()) {
            edns(data, query);
        }
        QueryFuzzTest.asked(Arrays.copyOf(query.array(), query.position()));
    }

    private static void name(FuzzedDataProvider data, ByteBuffer query) {
        while (data.consumeBoolean() && query.position() < LONGEST_NAME) {
            byte[] label = data.consumeBoolean()
                    ? data.pickValue(LABELS).getBytes(StandardCharsets.US_ASCII)
                    : data.consumeBytes(LONGEST_LABEL);
            if (label.length > 0) {
                query.put((byte) label.length).put(label);
            }
        }
    }

    private static void edns(FuzzedDataProvider data, ByteBuffer query) {
        query.putShort(10, (short) 1);
        query.put((byte) 0)
                .putShort((short) Type.OPT)
                .putShort(data.consumeShort())
                .putInt(data.consumeInt(0, 0xFFFF));
        int length = query.position();
        query.putShort((short) 0);
        for (int i = data.consumeInt(0, OPTIONS.length); i > 0; i--) {
            byte[] option = data.consumeBytes(LONGEST_OPTION);
            query.putShort((short) data.pickValue(OPTIONS))
                    .putShort((short) option.length)
                    .put(option);
        }
        query.putShort(length, (short) (query.position() - length - Short.BYTES));
    }

    private static byte[] wire(String name) {
        return Name.fromConstantString(name).toWire();
    }
}
