package io.failoverd.dns.answer;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.zone.Zone;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Turns the desired records of one name into wire format, off the hot path. Pure. */
final class AnswerCompiler {
    /** Clients take the first address; more rotations than this spread no better and cost memory for each name. */
    static final int MAX_ROTATIONS = 8;

    private AnswerCompiler() {}

    static CompiledAnswer compile(Name name, Zone zone, DesiredRecords desired) {
        return new CompiledAnswer(
                desired, variants(name, zone, desired, Type.A), variants(name, zone, desired, Type.AAAA));
    }

    private static List<WireAnswer> variants(Name name, Zone zone, DesiredRecords desired, int type) {
        List<Record> records = addressRecords(name, desired, type);
        if (records.isEmpty()) {
            Message negative = response(name, type);
            negative.addRecord(zone.negativeSoa(0), Section.AUTHORITY);
            return List.of(WireAnswer.endingInSoa(negative.toWire()));
        }
        List<WireAnswer> variants = new ArrayList<>();
        int rotations = Math.min(records.size(), MAX_ROTATIONS);
        for (int rotation = 0; rotation < rotations; rotation++) {
            Message answer = response(name, type);
            rotated(records, rotation * records.size() / rotations)
                    .forEach(record -> answer.addRecord(record, Section.ANSWER));
            variants.add(WireAnswer.of(answer.toWire(Message.MAXLENGTH)));
        }
        return variants;
    }

    /** The address records of one family, each address once, in the decision's order. */
    static List<Record> addressRecords(Name owner, DesiredRecords desired, int type) {
        long ttl = Math.clamp(desired.ttl().toSeconds(), 0, Integer.MAX_VALUE);
        List<Record> records = new ArrayList<>();
        for (WeightedAddress weighted : desired.common().addresses()) {
            InetAddress address = weighted.address();
            boolean ipv4 = address instanceof Inet4Address;
            if (ipv4 == (type == Type.A)) {
                Record record = ipv4
                        ? new ARecord(owner, DClass.IN, ttl, address)
                        : new AAAARecord(owner, DClass.IN, ttl, address);
                if (!records.contains(record)) {
                    records.add(record);
                }
            }
        }
        return records;
    }

    static List<Record> rotated(List<Record> records, int first) {
        List<Record> turned = new ArrayList<>(records.subList(first, records.size()));
        turned.addAll(records.subList(0, first));
        return turned;
    }

    private static Message response(Name name, int type) {
        Message message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
        return message;
    }
}
