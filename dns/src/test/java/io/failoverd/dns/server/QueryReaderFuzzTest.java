package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.failoverd.dns.server.QueryReader.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Whatever bytes come, the reader says what they are; nothing of the message before is left, and where dnsjava can read
 * them too, both have read the same. Each build runs the inputs in the resources; {@code JAZZER_FUZZ=1} looks for new
 * ones.
 */
class QueryReaderFuzzTest {
    /** Before the first octet and behind the last one of a message, in what an engine receives into. */
    private static final int BESIDE = 64;

    private static final int COUNTS = 4;
    private static final long ONE_QUESTION = 1L << 48;

    /** A query with everything: what a reader that forgets to forget would still know. */
    private static final byte[] FULL = HexFormat.of()
            .parseHex("abcd" + "0100" + "0001" + "0000" + "0000" + "0001"
                    + "0377777704" + "67736c62" + "076578616d706c65" + "03636f6d00" + "0001" + "0001"
                    + "00" + "0029" + "04d0" + "00008000" + "0033"
                    + "0003" + "0000"
                    + "000b" + "0000"
                    + "0008" + "000b" + "00023800" + "20010db8000000"
                    + "000a" + "0018" + "0102030405060708" + "01000000000000000000000000000000");

    @FuzzTest(maxDuration = "10m")
    void anyBytes(byte[] bytes) {
        for (Transport transport : Transport.values()) {
            String fresh = seen(new QueryReader(transport), ByteBuffer.wrap(bytes));
            var used = new QueryReader(transport);
            assertThat(used.read(ByteBuffer.wrap(FULL))).isEqualTo(Reading.QUERY);
            assertThat(seen(used, received(bytes))).isEqualTo(fresh);
        }
        agrees(bytes);
    }

    /** As an engine has it: off the heap, read-only, and with octets of other messages around it. */
    private static ByteBuffer received(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BESIDE + bytes.length + BESIDE);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0xC0);
        }
        buffer.put(BESIDE, bytes);
        return buffer.slice(BESIDE, bytes.length + BESIDE).limit(bytes.length).asReadOnlyBuffer();
    }

    private static String seen(QueryReader reader, ByteBuffer message) {
        int limit = message.limit();
        Reading reading = reader.read(message);
        assertThat(message.position()).isZero();
        assertThat(message.limit()).isEqualTo(limit);
        if (reading == Reading.SILENCE) {
            return reading.name();
        }
        var text = new StringBuilder().append(reading);
        text.append(' ').append(reader.id()).append(' ').append(reader.opcode());
        text.append(' ').append(reader.recursionDesired());
        if (reading == Reading.OTHER_OPCODE || reading == Reading.MALFORMED) {
            return text.append(options(reader)).toString();
        }
        assertThat(reader.questionLength()).isLessThanOrEqualTo(limit - QueryReader.HEADER);
        text.append(' ').append(HexFormat.of().formatHex(reader.lowerName(), 0, reader.nameLength()));
        text.append(' ').append(reader.type()).append(' ').append(reader.dclass());
        text.append(' ').append(reader.payload()).append(' ').append(reader.dnssecOk());
        return text.append(options(reader)).toString();
    }

    private static String options(QueryReader reader) {
        var text = new StringBuilder();
        text.append(reader.edns() ? " edns" : "");
        text.append(reader.nsidAsked() ? " nsid" : "");
        text.append(reader.keepaliveAsked() ? " keepalive" : "");
        ClientCookie cookie = reader.cookie();
        if (cookie.present()) {
            text.append(" cookie ").append(cookie.client()).append(' ').append(cookie.returned());
            text.append(cookie.sized() ? " " + cookie.head() + " " + cookie.hash() : "");
        }
        ClientSubnet subnet = reader.subnet();
        if (subnet.present()) {
            text.append(" subnet ").append(subnet.isIpv4()).append(' ').append(subnet.tells());
            text.append(' ').append(subnet.hi()).append(' ').append(subnet.lo()).append(' ');
            text.append(subnet.length());
        }
        return text.toString();
    }

    private static void agrees(byte[] bytes) {
        var reader = new QueryReader(Transport.UDP);
        Reading reading = reader.read(ByteBuffer.wrap(bytes));
        Optional<Message> parsed = parsed(bytes);
        if (parsed.isEmpty()) {
            return;
        }
        Message message = parsed.get();
        if (reading == Reading.QUERY) {
            Record question = message.getQuestion();
            assertThat(question.getName().toWireCanonical())
                    .isEqualTo(Arrays.copyOf(reader.lowerName(), reader.nameLength()));
            assertThat(question.getType()).isEqualTo(reader.type());
            assertThat(question.getDClass()).isEqualTo(reader.dclass());
            OPTRecord opt = message.getOPT();
            assertThat(opt != null).isEqualTo(reader.edns());
            if (opt != null) {
                assertThat(opt.getPayloadSize()).isEqualTo(reader.payload());
                // dnsjava takes an extended RCODE above 127 for a TTL that is none, and forgets the flags with it.
                boolean forgotten = opt.getTTL() == 0;
                assertThat((opt.getFlags() & ExtendedFlags.DO) != 0).isEqualTo(reader.dnssecOk() && !forgotten);
            }
        } else if (plain(message, bytes)) {
            assertThat(reading).isNotEqualTo(Reading.MALFORMED).isNotEqualTo(Reading.SILENCE);
        }
    }

    /** What dnsjava reads, where it reads all of it: it takes TC for leave to stop at what it does not understand. */
    private static Optional<Message> parsed(byte[] bytes) {
        try {
            var message = new Message(bytes);
            return message.getHeader().getFlag(Flags.TC) ? Optional.empty() : Optional.of(message);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A query to which nobody could object: one question without compression, and nothing else. */
    private static boolean plain(Message message, byte[] bytes) {
        if (bytes.length < QueryReader.HEADER || ByteBuffer.wrap(bytes).getLong(COUNTS) != ONE_QUESTION) {
            return false;
        }
        Record question = message.getQuestion();
        byte[] name = question.getName().toWire();
        int end = QueryReader.HEADER + name.length;
        boolean written =
                bytes.length == end + 4 && Arrays.equals(name, Arrays.copyOfRange(bytes, QueryReader.HEADER, end));
        return written
                && question.getType() != Type.OPT
                && question.getType() != 0
                && !message.getHeader().getFlag(Flags.QR)
                && message.getHeader().getOpcode() == Opcode.QUERY;
    }
}
