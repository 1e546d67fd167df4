package io.failoverd.dns.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries and responses bit by bit, for what no library would send. */
final class WireQuery {
    private static final String[] FLAGS = {"qr", "", "", "", "", "aa", "tc", "rd", "ra", "z", "ad", "cd"};
    private static final int ID = 0x1267;

    private final ByteBuffer wire = ByteBuffer.allocate(1 << 14);

    private WireQuery(int flags) {
        wire.putShort((short) ID).putShort((short) flags).putLong(0);
    }

    /** @param flags the header's second two octets, the opcode included */
    static WireQuery of(int flags) {
        return new WireQuery(flags);
    }

    WireQuery question(String name, int type) {
        wire.put(Name.fromConstantString(name).toWire()).putShort((short) type).putShort((short) 1);
        return count(4);
    }

    WireQuery opt(int payload, int version, int flags, String options) {
        return record("00", 10, payload, (version << 16) | flags, options);
    }

    /** An OPT record where it may not be. */
    WireQuery record(String owner, int section, int payload, int ttl, String options) {
        return record(owner, Type.OPT, payload, section, ttl, options);
    }

    /** @param section where its count is in the header */
    WireQuery record(String owner, int type, int dclass, int section, int ttl, String hex) {
        byte[] data = HexFormat.of().parseHex(hex);
        wire.put(HexFormat.of().parseHex(owner))
                .putShort((short) type)
                .putShort((short) dclass)
                .putInt(ttl);
        wire.putShort((short) data.length).put(data);
        return count(section);
    }

    /** With a record of a type that nobody knows, which makes the message so long. */
    WireQuery filled(int octets) {
        return record("00", 65_400, 1, 10, 0, "00".repeat(octets - wire.position() - 11));
    }

    private WireQuery count(int at) {
        wire.putShort(at, (short) (wire.getShort(at) + 1));
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(wire.array(), wire.position());
    }

    /** {@code RCODE opcode flags; types of the answers; OPT version, flags and options}. */
    static String seen(byte[] response) throws java.io.IOException {
        Message message = new Message(response);
        int bits = ByteBuffer.wrap(response).getShort(2) & 0xFFFF;
        List<String> words = new ArrayList<>(List.of(Rcode.string(message.getRcode())));
        int opcode = (bits >> 11) & 0xF;
        if (opcode != 0) {
            words.add("opcode" + opcode);
        }
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if (!FLAGS[bit].isEmpty() && (bits & (0x8000 >> bit)) != 0) {
                words.add(FLAGS[bit]);
            }
        }
        for (Record record : message.getSection(Section.ANSWER)) {
            words.add(Type.string(record.getType()));
        }
        OPTRecord opt = message.getOPT();
        if (opt != null) {
            words.add("OPT" + opt.getVersion());
            words.add("%04x".formatted(opt.getFlags()));
            opt.getOptions().forEach(option -> words.add("option" + option.getCode()));
        }
        return String.join(" ", words);
    }
}
