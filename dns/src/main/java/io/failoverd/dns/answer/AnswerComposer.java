package io.failoverd.dns.answer;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.Lookup;
import io.failoverd.dns.zone.Zone;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Composes one response with dnsjava, for everything that has no prepared answer: static records, aliases, wildcards,
 * referrals and negative answers. One instance a response.
 */
public final class AnswerComposer {
    /** Aliases followed within our zones before the client has to ask again. */
    private static final int MAX_ALIASES = 8;
    /** RFC 8482 section 4.2 proposes a HINFO; the TTL keeps whoever asks for ANY from asking again soon. */
    private static final long ANY_TTL = 3600;
    /** The label under which a service is explained; an underscore keeps it apart from host names (RFC 8552). */
    private static final String LABEL = "_failoverd";

    private final AnswerTable table;
    private final RandomGenerator random;
    private final int type;
    private final int region;
    private final Message message = new Message(0);
    private final Header header = message.getHeader();
    private final Set<Name> visited = new HashSet<>();
    private boolean tailored;

    /**
     * A response and how far it goes.
     *
     * @param tailored it has addresses that depend on the client's region
     */
    public record Composed(WireAnswer answer, boolean tailored) {}

    private AnswerComposer(AnswerTable table, Name asked, int type, int region, RandomGenerator random) {
        this.table = table;
        this.type = type;
        this.region = region;
        this.random = random;
        header.setFlag(Flags.QR);
        message.addRecord(Record.newRecord(asked, type, DClass.IN), Section.QUESTION);
    }

    /**
     * The response for class IN, without id, RD and OPT.
     *
     * @param region the number of the client's region in this table
     */
    public static Composed compose(AnswerTable table, Name asked, int type, int region, RandomGenerator random) {
        AnswerComposer composer = new AnswerComposer(table, asked, type, region, random);
        composer.run(asked);
        return new Composed(WireAnswer.of(composer.message.toWire(Message.MAXLENGTH)), composer.tailored);
    }

    /** A response without records. */
    public static WireAnswer refusal(Name asked, int type, int dclass, int rcode) {
        Message message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setRcode(rcode);
        message.addRecord(Record.newRecord(asked, type, dclass), Section.QUESTION);
        return WireAnswer.of(message.toWire());
    }

    private void run(Name asked) {
        if (table.zoneOf(asked) == null) {
            header.setRcode(Rcode.REFUSED);
            return;
        }
        header.setFlag(Flags.AA);
        if (explained(asked)) {
            return;
        }
        Name at = asked;
        while (visited.size() <= MAX_ALIASES && visited.add(at)) {
            Zone zone = zoneFor(at);
            if (zone == null) {
                return;
            }
            Lookup lookup = zone.lookup(at, type);
            if (!(lookup instanceof Lookup.Alias alias)) {
                finish(zone, at, lookup);
                return;
            }
            answer(alias.records());
            if (type == Type.ANY) {
                return;
            }
            at = alias.target();
        }
    }

    /**
     * Answers for {@code _failoverd.} before the name of a service that is explained. The name exists by virtue of that,
     * and takes precedence over a wildcard or a record of the zone's file.
     */
    private boolean explained(Name asked) {
        if (asked.labels() < 2 || !LABEL.equals(asked.getLabelString(0).toLowerCase(Locale.ROOT))) {
            return false;
        }
        Name service = new Name(asked, 1);
        Zone zone = table.zoneOf(asked);
        if (zone == null || table.slot(service) == null || !zone.equals(table.zoneOf(service))) {
            return false;
        }
        Optional<List<String>> sentences =
                table.explanations().of(service.canonicalize().toString(true));
        if (sentences.isEmpty()) {
            return false;
        }
        if (type == Type.TXT) {
            message.addRecord(ExplanationText.of(asked, sentences.get()), Section.ANSWER);
        } else if (type == Type.ANY) {
            found(zone, asked, List.of());
        } else {
            negative(zone);
        }
        return true;
    }

    /** The nearest zone, but DS records of a delegation stand in the parent (RFC 4035 section 3.1.4.1). */
    private @Nullable Zone zoneFor(Name name) {
        Zone nearest = table.zoneOf(name);
        if (type == Type.DS && nearest != null && nearest.origin().equals(name) && name.labels() > 1) {
            Zone parent = table.zoneOf(new Name(name, 1));
            if (parent != null && !(parent.lookup(name, type) instanceof Lookup.NoName)) {
                return parent;
            }
        }
        return nearest;
    }

    private void finish(Zone zone, Name at, Lookup lookup) {
        switch (lookup) {
            case Lookup.Found found -> found(zone, at, found.records());
            case Lookup.Dynamic dynamic -> dynamic(zone, at, dynamic.slot());
            case Lookup.Alias alias -> answer(alias.records());
            case Lookup.TooLong tooLong -> {
                answer(tooLong.records());
                header.setRcode(Rcode.YXDOMAIN);
            }
            case Lookup.Referral referral -> referral(zone, referral.ns());
            case Lookup.NoData() -> negative(zone);
            case Lookup.NoName() -> {
                header.setRcode(Rcode.NXDOMAIN);
                negative(zone);
            }
        }
    }

    private void found(Zone zone, Name at, List<Record> records) {
        if (type == Type.ANY) {
            message.addRecord(new HINFORecord(at, DClass.IN, ANY_TTL, "RFC8482", ""), Section.ANSWER);
        } else if (type == Type.SOA) {
            message.addRecord(zone.soa(table.serial(zone.origin())), Section.ANSWER);
        } else {
            answer(records);
            if (type == Type.NS) {
                glue(zone, records);
            }
        }
    }

    private void dynamic(Zone zone, Name at, Name slotName) {
        NameSlot slot = table.slot(slotName);
        CompiledAnswer compiled = slot == null ? null : slot.answer();
        if (compiled == null) {
            servfail();
            return;
        }
        AddressAnswers answers = compiled.of(type == Type.AAAA, region);
        if (answers.isNodata()) {
            negative(zone);
            return;
        }
        tailored = compiled.regional();
        for (InetAddress address : answers.draw(random.nextLong(), random.nextLong())) {
            message.addRecord(AnswerCompiler.record(at, compiled.desired().ttl(), address), Section.ANSWER);
        }
    }

    /** Nothing is known yet, so nothing is said: half a chain would be cached as an answer. */
    private void servfail() {
        message.removeAllRecords(Section.ANSWER);
        header.unsetFlag(Flags.AA);
        header.setRcode(Rcode.SERVFAIL);
    }

    private void referral(Zone zone, List<Record> ns) {
        if (visited.size() > 1) {
            // The alias is our answer; where it leads is asked elsewhere.
            return;
        }
        header.unsetFlag(Flags.AA);
        ns.forEach(record -> message.addRecord(record, Section.AUTHORITY));
        glue(zone, ns);
    }

    private void glue(Zone zone, List<Record> ns) {
        for (Record record : ns) {
            if (record instanceof NSRecord server) {
                Name target = server.getTarget();
                zone.addresses(target).forEach(address -> message.addRecord(address, Section.ADDITIONAL));
                NameSlot slot = table.slot(target);
                CompiledAnswer compiled = slot == null ? null : slot.answer();
                if (compiled != null) {
                    for (boolean ipv6 : new boolean[] {false, true}) {
                        compiled.of(ipv6, ClientRegions.UNKNOWN).addresses().stream()
                                .map(address -> AnswerCompiler.record(
                                        target, compiled.desired().ttl(), address))
                                .forEach(address -> message.addRecord(address, Section.ADDITIONAL));
                    }
                }
            }
        }
    }

    private void negative(Zone zone) {
        message.addRecord(zone.negativeSoa(table.serial(zone.origin())), Section.AUTHORITY);
    }

    private void answer(List<Record> records) {
        records.forEach(record -> message.addRecord(record, Section.ANSWER));
    }
}
