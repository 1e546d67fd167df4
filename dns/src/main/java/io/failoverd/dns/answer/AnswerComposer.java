package io.failoverd.dns.answer;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.Lookup;
import io.failoverd.dns.zone.Zone;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Composes one response with dnsjava, for everything that has no prepared answer: static records, aliases, wildcards,
 * referrals and negative answers. One instance a response.
 */
public final class AnswerComposer {
    /** Aliases followed within our zones before the client has to ask again. */
    static final int MAX_ALIASES = 8;
    /** RFC 8482 section 4.2 proposes a HINFO; the TTL keeps whoever asks for ANY from asking again soon. */
    private static final long ANY_TTL = 3600;
    /** The label under which a service is explained; an underscore keeps it apart from host names (RFC 8552). */
    static final String LABEL = "_failoverd";

    private final AnswerTable table;
    private final RandomGenerator random;
    private final int type;
    private final int region;
    private final Message message = new Message(0);
    private final Header header = message.getHeader();
    private final Set<Name> visited = new HashSet<>();
    /** What the client can do without (RFC 2181 section 9). */
    private final List<Record> optional = new ArrayList<>();

    private boolean tailored;
    private boolean decided;

    /**
     * A response and how far it goes.
     *
     * @param tailored it has addresses that depend on the client's region
     * @param decided something in it comes from a decision, or explains one
     * @param endsInSoa its last record is the SOA of a zone, with the serial of now
     */
    public record Composed(WireAnswer answer, boolean tailored, boolean decided, boolean endsInSoa) {}

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
        return new Composed(composer.wire(), composer.tailored, composer.decided, composer.endsInSoa());
    }

    private WireAnswer wire() {
        byte[] essential = message.toWire(Message.MAXLENGTH);
        if (optional.isEmpty()) {
            return WireAnswer.of(essential);
        }
        int additional = message.getSection(Section.ADDITIONAL).size();
        optional.forEach(record -> message.addRecord(record, Section.ADDITIONAL));
        return WireAnswer.withOptional(message.toWire(Message.MAXLENGTH), essential.length, additional);
    }

    private boolean endsInSoa() {
        List<Record> last = message.getSection(type == Type.SOA ? Section.ANSWER : Section.AUTHORITY);
        return message.getSection(Section.ADDITIONAL).isEmpty()
                && !last.isEmpty()
                && last.getLast() instanceof SOARecord;
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
            if (type == Type.ANY || type == Type.CNAME) {
                // An alias is what was asked for; for a CNAME only one that a DNAME makes gets here.
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
        decided = true;
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
            answer(Hints.typeHasHints(type) ? hinted(records) : records);
            if (type == Type.NS) {
                optional.addAll(glue(zone, records, server -> true));
            }
        }
    }

    private void dynamic(Zone zone, Name at, Name slotName) {
        decided = true;
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
        // Without the glue of servers below the cut nobody gets any further (RFC 9471 section 3.1).
        Name cut = ns.getFirst().getName();
        glue(zone, ns, server -> server.subdomain(cut)).forEach(glue -> message.addRecord(glue, Section.ADDITIONAL));
        optional.addAll(glue(zone, ns, server -> !server.subdomain(cut)));
    }

    /** The addresses of those name servers that are ours to give. */
    private List<Record> glue(Zone zone, List<Record> ns, Predicate<Name> which) {
        List<Record> glue = new ArrayList<>();
        for (Record record : ns) {
            if (record instanceof NSRecord server && which.test(server.getTarget())) {
                Name target = server.getTarget();
                glue.addAll(zone.addresses(target));
                NameSlot slot = table.slot(target);
                decided |= slot != null;
                CompiledAnswer compiled = slot == null ? null : slot.answer();
                if (compiled != null) {
                    compiled.addresses(ClientRegions.UNKNOWN)
                            .forEach(address -> glue.add(AnswerCompiler.record(
                                    target, compiled.desired().ttl(), address)));
                }
            }
        }
        return glue;
    }

    /** Records without the hints that a decision of now does not answer; before its first one it answers none. */
    private List<Record> hinted(List<Record> records) {
        return Hints.asOneSet(records.stream()
                .map(record -> record instanceof SVCBBase hinting ? hinted(hinting) : record)
                .toList());
    }

    private Record hinted(SVCBBase record) {
        NameSlot slot = Hints.any(record) ? table.serviceOf(Hints.target(record)) : null;
        if (slot == null) {
            return record;
        }
        decided = true;
        CompiledAnswer compiled = slot.answer();
        if (compiled == null) {
            return Hints.answered(record, Set.of(), record.getTTL());
        }
        tailored |= compiled.regional();
        return Hints.answered(
                record, compiled.addresses(region), compiled.desired().ttl().toSeconds());
    }

    private void negative(Zone zone) {
        message.addRecord(zone.negativeSoa(table.serial(zone.origin())), Section.AUTHORITY);
    }

    /** A DNAME that leads below itself is met again on the way, and stands in the answer once (RFC 2181 section 5). */
    private void answer(List<Record> records) {
        for (Record record : records) {
            if (visited.size() <= 1 || !message.findRecord(record, Section.ANSWER)) {
                message.addRecord(record, Section.ANSWER);
            }
        }
    }
}
