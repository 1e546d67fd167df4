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
        /** A good message but for the data of an EDNS option. */
        MALFORMED_OPTION,
        /** No question, but a cookie: the client asks for a server cookie and nothing else (RFC 7873 section 5.4). */
        COOKIE,
        /** A good message that is signed with a key. */
        SIGNED,
        OTHER_OPCODE,
        OTHER_EDNS_VERSION
    }

    static final int HEADER = 12;

    /** Octets of the longest query that is answered: no client has reason to send more. A longer one is FORMERR. */
    static final int LONGEST = 4096;

    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;
    private static final int TYPE_OPT = 41;
    private static final int TYPE_TSIG = 250;
    private static final int CLASS_ANY = 255;
    private static final int OPTION_NSID = 3;
    private static final int OPTION_KEEPALIVE = 11;
    private static final int DO_FLAG = 0x8000;

    private final Transport transport;
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
    private boolean keepalive;
    private boolean optionsMalformed;
    private boolean signed;
    private final ClientSubnet subnet = new ClientSubnet();
    private final ClientCookie cookie = new ClientCookie();

    /** @param transport some options have a meaning over TCP alone */
    QueryReader(Transport transport) {
        this.transport = transport;
    }

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
        optionsMalformed = false;
        signed = false;
        clearOptions();
        if (end < HEADER || (in.get(2) & 0x80) != 0) {
            return Reading.SILENCE;
        }
        if (opcode() != 0) {
            return Reading.OTHER_OPCODE;
        }
        int questions = unsignedShort(4);
        if (end > LONGEST || questions > 1 || (questions == 1 && !readQuestion()) || !readRecords() || at != end) {
            return malformed();
        }
        if (ednsVersion > 0) {
            return Reading.OTHER_EDNS_VERSION;
        }
        if (optionsMalformed) {
            clearOptions();
            return Reading.MALFORMED_OPTION;
        }
        if (signed) {
            return Reading.SIGNED;
        }
        if (questions == 0) {
            return cookie.present() ? Reading.COOKIE : malformed();
        }
        return Reading.QUERY;
    }

    /** What was read of a message that is wrong somewhere else is not to be trusted. */
    private Reading malformed() {
        edns = false;
        clearOptions();
        return Reading.MALFORMED;
    }

    private void clearOptions() {
        nsid = false;
        keepalive = false;
        subnet.clear();
        cookie.clear();
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
            // Behind a TSIG record there is none (RFC 8945 section 5.1).
            if (signed || !readRecord(i >= before)) {
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
        if (recordType == TYPE_TSIG) {
            signed = true;
            return additional && recordClass == CLASS_ANY;
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
        // What the options of another version mean is not known.
        optionsMalformed = ednsVersion == 0 && !readOptions(data, at);
        return true;
    }

    private boolean readOptions(int from, int to) {
        int option = from;
        while (option < to) {
            if (option + 4 > to) {
                return false;
            }
            int code = unsignedShort(option);
            int length = unsignedShort(option + 2);
            int data = option + 4;
            option = data + length;
            if (option > to || !readOption(code, data, length)) {
                return false;
            }
        }
        return option == to;
    }

    /** False where the option's data is malformed; options that are not known are stepped over. */
    private boolean readOption(int code, int data, int length) {
        return switch (code) {
            case OPTION_NSID -> {
                nsid = true;
                yield true;
            }
            case ClientSubnet.OPTION -> subnet.read(in, data, length);
            case ClientCookie.OPTION -> cookie.read(in, data, length);
            case OPTION_KEEPALIVE -> {
                // Over UDP it has no meaning, whatever is in it (RFC 7828 section 3.2.2); a client never names a time.
                keepalive = transport == Transport.TCP;
                yield !keepalive || length == 0;
            }
            default -> true;
        };
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

    /** The octets that the question takes after the header; 0 when there is none. */
    int questionLength() {
        return nameLength == 0 ? 0 : nameLength + 4;
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

    /** Whether the client asks over TCP how long its connection may stay open (RFC 7828). */
    boolean keepaliveAsked() {
        return keepalive;
    }

    ClientCookie cookie() {
        return cookie;
    }

    ClientSubnet subnet() {
        return subnet;
    }
}
