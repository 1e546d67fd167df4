package io.failoverd.probes.dns;

import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.RecordTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server's answer says of it. Keeps nothing. */
public final class Answers {
    /** Values that a detail shows; the rest is counted. */
    private static final int SHOWN = 5;

    private static final int SHOWN_CHARACTERS = 60;

    private Answers() {}

    /** The records that can be asked for and held against values: not the ones that stand for many, or for no record. */
    public static boolean isType(String type) {
        int number = Type.value(type);
        return number > 0 && Type.isRR(number) && number != Type.OPT && type.equals(Type.string(number));
    }

    public static boolean isRcode(String rcode) {
        int number = Rcode.value(rcode);
        return number >= 0 && rcode.equals(Rcode.string(number));
    }

    /** What is wrong with a value of this type, as a zone file has it; null when nothing is. */
    public static @Nullable String problem(String type, String value) {
        try {
            record(Type.value(type), value);
            return null;
        } catch (IOException | RuntimeException e) {
            return "is not the value of a record of type " + type;
        }
    }

    static ProbeResult judged(Message answer, Record asked, DnsCheck check) {
        String rcode = Rcode.string(answer.getRcode());
        if (!check.rcodes().contains(rcode)) {
            return new ProbeResult.Down(
                    FailureReason.DNS_RCODE, rcode + ", expected " + String.join(" or ", check.rcodes()));
        }
        if (answer.getRcode() != Rcode.NOERROR) {
            return new ProbeResult.Up(rcode);
        }
        List<Record> there = answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == asked.getType() && record.getDClass() == DClass.IN)
                .toList();
        String came = rcode + " with " + shown(values(there));
        for (RecordTest test : check.expect()) {
            String missed = missed(test, there, asked);
            if (missed != null) {
                return new ProbeResult.Down(FailureReason.DNS_RECORDS, came + ", expected " + missed);
            }
        }
        return new ProbeResult.Up(came);
    }

    /** What was expected; null where it is so. */
    private static @Nullable String missed(RecordTest test, List<Record> there, Record asked) {
        return switch (test) {
            case RecordTest.AtLeast(int records, boolean negated) ->
                (there.size() >= records) != negated
                        ? null
                        : (negated ? "fewer than " : "at least ") + records + (records == 1 ? " record" : " records");
            case RecordTest.Values values -> missed(values, there, records(asked.getType(), values.values()));
        };
    }

    private static @Nullable String missed(RecordTest.Values test, List<Record> there, List<Record> expected) {
        boolean all = expected.stream().allMatch(one -> has(there, one));
        boolean holds = switch (test.kind()) {
            case ANY -> expected.stream().anyMatch(one -> has(there, one));
            case ALL -> all;
            case ONLY -> all && there.stream().allMatch(one -> has(expected, one));
        };
        String words = switch (test.kind()) {
            case ANY -> test.negated() ? "none of " : "any of ";
            case ALL -> test.negated() ? "not all of " : "all of ";
            case ONLY -> test.negated() ? "other than " : "only ";
        };
        return holds != test.negated() ? null : words + shown(test.values());
    }

    /** By value: whose name stands before it, and for how long it holds, is not asked. */
    private static boolean has(List<Record> records, Record wanted) {
        byte[] value = wanted.rdataToWireCanonical();
        return records.stream().anyMatch(record -> Arrays.equals(record.rdataToWireCanonical(), value));
    }

    private static List<Record> records(int type, List<String> values) {
        var records = new ArrayList<Record>();
        for (String value : values) {
            try {
                records.add(record(type, value));
            } catch (IOException e) {
                throw new IllegalArgumentException("no value of " + Type.string(type) + ": " + value, e);
            }
        }
        return records;
    }

    private static Record record(int type, String value) throws IOException {
        return Record.fromString(Name.root, type, DClass.IN, 0, value, Name.root);
    }

    private static List<String> values(List<Record> records) {
        return records.stream().map(Record::rdataToString).toList();
    }

    /** The server chooses these. */
    private static String shown(List<String> values) {
        if (values.isEmpty()) {
            return "no record";
        }
        String some = values.stream()
                .limit(SHOWN)
                .map(value -> value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "…")
                .map(value -> value.replaceAll("[^\\x20-\\x7e…]", " "))
                .collect(Collectors.joining(", "));
        return values.size() <= SHOWN ? some : some + " and " + (values.size() - SHOWN) + " more";
    }
}
