package io.failoverd.dns.answer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Sentences as the strings of one TXT record: a set of several records has no order, the strings of one do. A sentence
 * longer than a string goes on in the next one.
 */
final class ExplanationText {
    private static final int MAX_STRING = 255;
    /** A response of 1,232 octets, less header, question, the record's head and an OPT record with NSID and subnet. */
    private static final int MAX_MESSAGE = 1232 - 12 - 4 - 12 - (11 + 132 + 24);

    private static final byte[] CUT = "…".getBytes(StandardCharsets.UTF_8);

    private ExplanationText() {}

    /** The record with TTL 0, so that nobody keeps what changes with every probe; what does not fit ends in "…". */
    static Record of(Name owner, List<String> sentences) {
        List<byte[]> strings = new ArrayList<>();
        for (String sentence : sentences) {
            split(sentence.getBytes(StandardCharsets.UTF_8), strings);
        }
        int room = MAX_MESSAGE - owner.length();
        boolean whole = strings.stream().mapToInt(s -> 1 + s.length).sum() <= room;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (byte[] string : strings) {
            int left = room - data.size() - 1;
            if (!whole && string.length + 1 + CUT.length > left) {
                int kept = boundary(string, 0, Math.min(Math.min(left, MAX_STRING) - CUT.length, string.length));
                write(data, Arrays.copyOf(string, kept), CUT);
                break;
            }
            write(data, string, new byte[0]);
        }
        if (data.size() == 0) {
            data.write(0);
        }
        return Record.newRecord(owner, Type.TXT, DClass.IN, 0, data.toByteArray());
    }

    private static void split(byte[] octets, List<byte[]> strings) {
        int at = 0;
        do {
            int to = boundary(octets, at, Math.min(octets.length, at + MAX_STRING));
            strings.add(Arrays.copyOfRange(octets, at, to));
            at = to;
        } while (at < octets.length);
    }

    private static void write(ByteArrayOutputStream data, byte[] octets, byte[] end) {
        data.write(octets.length + end.length);
        data.writeBytes(octets);
        data.writeBytes(end);
    }

    /** The last index up to {@code to} that is not within a character. */
    private static int boundary(byte[] octets, int from, int to) {
        int at = to;
        while (at > from && at < octets.length && (octets[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }
}
