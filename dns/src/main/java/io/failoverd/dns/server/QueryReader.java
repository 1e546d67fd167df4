package io.failoverd.dns.server;

import java.nio.ByteBuffer;

/**
 * Reads one query at a time into its fields and says what kind of message it is; what to answer is decided elsewhere.
 * Belongs to one thread, allocates nothing, and never throws, whatever the bytes are.
 */
final class QueryReader {
    /** What a message turned out to be. */
    enum Reading {
        QUERY,
        /** Answering would be wrong: too short to have an id, or itself a response. */
        SILENCE,
        MALFORMED,
        OTHER_OPCODE,
        OTHER_EDNS_VERSION
    }

    static final int HEADER = 12;
    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;
    private static final int TYPE_OPT = 41;
    private static final int OPTION_NSID = 3;
    private static final int DO_FLAG = 0x8000;

    private ByteBuffer in = ByteBuffer.allocate(0);
    private int end;
    private int at;

    private final byte[] name = new byte[MAX_NAME];
    private int nameLength;
    private int type;
    private int dclass;
    private boolean edns;
    private int ednsVersion;
    private int payload;
    private boolean dnssecOk;
    private boolean nsid;
    private final ClientSubnet subnet = new ClientSubnet();

    /** Reads from index 0 to the buffer's limit; position and limit stay as they are. */
    Reading read(ByteBuffer message) {
        in = message;
        end = message.limit();
        at = HEADER;
        nameLength = 0;
        type = 0;
        dclass = 0;
        edns = false;
        ednsVersion = 0;
        payload = 0;
        dnssecOk = false;
        nsid = false;
        subnet.clear();
        if (end < HEADER || (in.get(2) & 0x80) != 0) {
            return Reading.SILENCE;
        }
        if (opcode() != 0) {
            return Reading.OTHER_OPCODE;
        }
        if (unsignedShort(4) != 1 || !readQuestion() || !readRecords() || at != end) {
            // What was read of a message that is wrong somewhere else is not to be trusted.
            edns = false;
            subnet.clear();
            return Reading.MALFORMED;
        }
        return ednsVersion > 0 ? Reading.OTHER_EDNS_VERSION : Reading.QUERY;
    }

    private boolean readQuestion() {
        int length;
        do {
            if (at >= end) {
                return false;
            }
            length = in.get(at) & 0xFF;
            if (length > MAX_LABEL || at + 1 + length > end || nameLength + 1 + length > MAX_NAME) {
                return false;
            }
            for (int i = 0; i <= length; i++) {
                name[nameLength++] = lower(in.get(at++));
            }
        } while (length != 0);
        if (at + 4 > end) {
            return false;
        }
        type = unsignedShort(at);
        dclass = unsignedShort(at + 2);
        at += 4;
        return type != TYPE_OPT && type != 0;
    }

    /** A label's length is at most 63 and so below 'A': every byte of a name can be treated alike. */
    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    private boolean readRecords() {
        int before = unsignedShort(6) + unsignedShort(8);
        int additional = unsignedShort(10);
        for (int i = 0; i < before + additional; i++) {
            if (!readRecord(i >= before)) {
                return false;
            }
        }
        return true;
    }

    private boolean readRecord(boolean additional) {
        int owner = at;
        if (!skipName() || at + 10 > end) {
            return false;
        }
        int recordType = unsignedShort(at);
        int recordClass = unsignedShort(at + 2);
        int ttl = in.getInt(at + 4);
        int length = unsignedShort(at + 8);
        int data = at + 10;
        at = data + length;
        if (at > end) {
            return false;
        }
        if (recordType != TYPE_OPT) {
            return true;
        }
        boolean rootOwner = data - 10 == owner + 1;
        if (edns || !additional || !rootOwner) {
            return false;
        }
        edns = true;
        payload = recordClass;
        ednsVersion = (ttl >>> 16) & 0xFF;
        dnssecOk = (ttl & DO_FLAG) != 0;
        return readOptions(data, at);
    }

    private boolean readOptions(int from, int to) {
        int option = from;
        while (option < to) {
            if (option + 4 > to) {
                return false;
            }
            int code = unsignedShort(option);
            int length = unsignedShort(option + 2);
            option += 4 + length;
            nsid |= code == OPTION_NSID;
            // What the options of another version mean is not known.
            boolean ours = code == ClientSubnet.OPTION && ednsVersion == 0;
            if (option > to || (ours && !subnet.read(in, option - length, length))) {
                return false;
            }
        }
        return option == to;
    }

    private boolean skipName() {
        while (at < end) {
            int length = in.get(at) & 0xFF;
            if ((length & POINTER) == POINTER) {
                at += 2;
                return at <= end;
            }
            if (length > MAX_LABEL) {
                return false;
            }
            at += 1 + length;
            if (length == 0) {
                return true;
            }
        }
        return false;
    }

    private int unsignedShort(int index) {
        return in.getShort(index) & 0xFFFF;
    }

    short id() {
        return in.getShort(0);
    }

    int opcode() {
        return (in.get(2) >> 3) & 0x0F;
    }

    boolean recursionDesired() {
        return (in.get(2) & 0x01) != 0;
    }

    /** The name in lower case and wire format, valid for {@link #nameLength} bytes until the next message. */
    byte[] lowerName() {
        return name;
    }

    int nameLength() {
        return nameLength;
    }

    int type() {
        return type;
    }

    int dclass() {
        return dclass;
    }

    boolean edns() {
        return edns;
    }

    int payload() {
        return payload;
    }

    boolean dnssecOk() {
        return dnssecOk;
    }

    boolean nsidAsked() {
        return nsid;
    }

    ClientSubnet subnet() {
        return subnet;
    }
}
