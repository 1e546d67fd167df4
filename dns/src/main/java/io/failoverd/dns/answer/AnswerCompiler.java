package io.failoverd.dns.answer;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.zone.Lookup;
import io.failoverd.dns.zone.Zone;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Turns the desired records of one name into wire format, off the hot path. Pure. One instance a decision. */
final class AnswerCompiler {
    /**
     * What one family of one group of clients may take in memory; where it would be more, fewer addresses stand in a
     * response and the shares stay exact. 64 of 100 IPv4 addresses take 200 kB, and all of four take 150 octets, so that
     * ten thousand usual names are small. One address in a response always fits, since that costs no more than the decision.
     */
    static final int MAX_OCTETS = 256 * 1024;
    /** The OPT record with all the options that we answer has to fit a message as well. */
    private static final int OPT_ROOM = 256;

    private static final int HEADER = 12;
    /** What a wildcard stands for can be this long. */
    private static final int MAX_NAME = 255;
    /** Type and class of the question. */
    private static final int QUESTION_TAIL = 4;
    /** Name as a pointer, type, class, TTL and length. */
    private static final int RECORD_HEAD = 12;

    private final Name name;
    private final Zone zone;
    private final Duration ttl;
    /** Groups of clients with the same selection share their answers. */
    private final Map<Selection, GroupAnswers> compiled = new HashMap<>();

    private AnswerCompiler(Name name, Zone zone, Duration ttl) {
        this.name = name;
        this.zone = zone;
        this.ttl = ttl;
    }

    /** The answers of a name for each of these client regions. */
    static CompiledAnswer compile(Name name, Zone zone, List<String> regions, DesiredRecords desired) {
        AnswerCompiler compiler = new AnswerCompiler(name, zone, desired.ttl());
        GroupAnswers common = compiler.group(desired.common());
        var byRegion = new GroupAnswers[regions.size() + 1];
        byRegion[0] = common;
        boolean regional = false;
        for (int i = 0; i < regions.size(); i++) {
            Selection own = desired.byRegion().get(regions.get(i));
            byRegion[i + 1] = own == null ? common : compiler.group(own);
            regional |= own != null && !own.equals(desired.common());
        }
        return new CompiledAnswer(desired, regional, byRegion);
    }

    private GroupAnswers group(Selection selection) {
        return compiled.computeIfAbsent(
                selection,
                s -> new GroupAnswers(
                        family(s, Type.A), family(s, Type.AAAA), hinting(s, Type.HTTPS), hinting(s, Type.SVCB)));
    }

    /** The name's static records of a type that hints at its own addresses; null where they are nothing of the kind. */
    private @Nullable WireAnswer hinting(Selection selection, int type) {
        if (!zone.types(name).contains(type) || !(zone.lookup(name, type) instanceof Lookup.Found found)) {
            return null;
        }
        Set<InetAddress> answered =
                selection.addresses().stream().map(WeightedAddress::address).collect(Collectors.toSet());
        List<Record> records = new ArrayList<>();
        boolean hints = false;
        for (Record each : found.records()) {
            if (!(each instanceof SVCBBase record) || !Hints.any(record)) {
                records.add(each);
            } else if (Hints.target(record).equals(name)) {
                hints = true;
                records.add(Hints.answered(record, answered, ttl.toSeconds()));
            } else {
                return null;
            }
        }
        Message answer = response(type);
        Hints.asOneSet(records).forEach(record -> answer.addRecord(record, Section.ANSWER));
        return hints ? WireAnswer.of(answer.toWire(Message.MAXLENGTH)) : null;
    }

    private AddressAnswers family(Selection selection, int type) {
        Map<InetAddress, Long> weights = new LinkedHashMap<>();
        for (WeightedAddress weighted : selection.addresses()) {
            if (weighted.address() instanceof Inet4Address == (type == Type.A)) {
                weights.merge(weighted.address(), (long) weighted.weight(), Long::sum);
            }
        }
        if (weights.isEmpty()) {
            Message negative = response(type);
            negative.addRecord(zone.negativeSoa(0), Section.AUTHORITY);
            return AddressAnswers.nodata(WireAnswer.onlySoa(negative.toWire()));
        }
        List<InetAddress> addresses = List.copyOf(weights.keySet());
        int head = HEADER + name.length() + QUESTION_TAIL;
        int longest = name.isWild() ? HEADER + MAX_NAME + QUESTION_TAIL : head;
        int places = places(addresses.size(), selection.answers(), longest, RECORD_HEAD + (type == Type.A ? 4 : 16));
        Shares shares =
                Shares.of(weights.values().stream().mapToLong(Long::longValue).toArray(), places);
        List<WireAnswer> wires = new ArrayList<>();
        for (int set = 0; set < shares.sets(); set++) {
            Message answer = response(type);
            for (int index : shares.set(set)) {
                answer.addRecord(record(name, ttl, addresses.get(index)), Section.ANSWER);
            }
            wires.add(WireAnswer.ring(answer.toWire(Message.MAXLENGTH), head, places));
        }
        return AddressAnswers.of(addresses, shares, wires);
    }

    /** How many addresses stand in a response: those asked for, as far as a message and the memory have room. */
    static int places(int addresses, int answers, int head, int record) {
        int fitting = Math.min(Math.min(answers, addresses), (Message.MAXLENGTH - OPT_ROOM - head) / record);
        if (fitting == addresses) {
            return fitting;
        }
        int ring = MAX_OCTETS / addresses - head;
        return Math.clamp((ring / record + 1) / 2, 1, fitting);
    }

    static Record record(Name owner, Duration ttl, InetAddress address) {
        long seconds = Math.clamp(ttl.toSeconds(), 0, Integer.MAX_VALUE);
        return address instanceof Inet4Address
                ? new ARecord(owner, DClass.IN, seconds, address)
                : new AAAARecord(owner, DClass.IN, seconds, address);
    }

    private Message response(int type) {
        Message message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
        return message;
    }
}
