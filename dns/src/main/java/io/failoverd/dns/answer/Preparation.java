package io.failoverd.dns.answer;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.Zone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Prepares what clients ask for every day: the records and the negative answers of static names, by composing each once.
 * Left to {@link AnswerComposer} are names at and below delegations and DNAMEs, those that a static wildcard may answer,
 * chains that end in a decision, and names that lie below one that the SOA mentions, since its bytes differ there. One
 * instance a table.
 */
final class Preparation {
    /** A type that no zone has, so that asking for it gives what any missing type gets. */
    private static final int NO_SUCH_TYPE = 65_280;

    private static final Name WILD = Name.fromConstantString("*");
    private static final Name EXPLAINED = Name.fromConstantString(AnswerComposer.LABEL);

    private final AnswerTable table;
    private final Map<Name, NameEntry> entries = new HashMap<>();
    /** Names that do not exist and yet have to be seen when a name below them is looked up. */
    private final Set<Name> shadows = new HashSet<>();

    private final Map<Zone, Set<Name>> explained;

    private Preparation(AnswerTable table) {
        this.table = table;
        this.explained = explanations(table);
    }

    static PreparedNames of(AnswerTable table) {
        var preparation = new Preparation(table);
        int fewestLabels = Integer.MAX_VALUE;
        for (Zone zone : table.zones()) {
            preparation.prepare(zone);
            fewestLabels = Math.min(fewestLabels, labels(zone.origin()));
        }
        return PreparedNames.of(preparation.entries.values(), fewestLabels);
    }

    /** dnsjava counts the root as a label. */
    private static int labels(Name name) {
        return name.labels() - 1;
    }

    private void prepare(Zone zone) {
        ZoneSerial serial = table.zoneSerial(zone);
        var composed = new NameEntry.Negatives(null, null, serial);
        shadows.clear();
        for (Name mentioned : List.of(zone.soa(0).getHost(), zone.soa(0).getAdmin())) {
            between(mentioned, zone.origin(), shadows);
        }
        var negatives = new NameEntry.Negatives(template(zone, Rcode.NOERROR), template(zone, Rcode.NXDOMAIN), serial);
        // A wildcard's own entry first: that of the name above it refers to it.
        List<Name> names = new ArrayList<>(zone.names());
        names.sort((a, b) -> Boolean.compare(b.isWild(), a.isWild()));
        for (Name name : names) {
            if (zone.equals(table.zoneOf(name))) {
                entries.put(name, entry(zone, name, negatives, composed));
            }
        }
        shadows.addAll(explained.getOrDefault(zone, Set.of()));
        for (Name shadow : shadows) {
            if (zone.equals(table.zoneOf(shadow))) {
                entries.putIfAbsent(shadow, bare(shadow, composed));
            }
        }
    }

    /** Names of explanations, which exist without a record, by the zone of their service. */
    private static Map<Zone, Set<Name>> explanations(AnswerTable table) {
        Map<Zone, Set<Name>> names = new HashMap<>();
        for (Name service : table.services()) {
            Zone zone = table.zoneOf(service);
            Name explained = below(EXPLAINED, service);
            if (zone != null && explained != null) {
                names.computeIfAbsent(zone, z -> new HashSet<>()).add(explained);
            }
        }
        return names;
    }

    private static @Nullable Name below(Name label, Name parent) {
        try {
            return Name.concatenate(label, parent);
        } catch (NameTooLongException e) {
            return null;
        }
    }

    /** A name and all above it that are below the origin. */
    private static void between(Name name, Name origin, Set<Name> into) {
        if (name.subdomain(origin)) {
            for (int drop = 0; name.labels() - drop > origin.labels(); drop++) {
                into.add(new Name(name, drop));
            }
        }
    }

    private NameEntry entry(Zone zone, Name name, NameEntry.Negatives negatives, NameEntry.Negatives composed) {
        if (hidden(zone, name)) {
            return bare(name, composed);
        }
        boolean mentioned = mentioned(zone, name);
        boolean alias = zone.types(name).contains(Type.CNAME);
        Name star = below(WILD, name);
        boolean wild = star != null && zone.has(star);
        // An alias answers for every type.
        WireAnswer nodata = alias ? null : negatives.nodata();
        if (mentioned && !alias) {
            nodata = compose(name, NO_SUCH_TYPE).answer().withSerial();
        }
        WireAnswer noName = mentioned || wild ? null : negatives.noName();
        // Most names have what the zone has.
        boolean common = nodata == negatives.nodata() && noName == negatives.noName();
        return new NameEntry(
                name.toWireCanonical(),
                types(zone, name),
                common ? negatives : new NameEntry.Negatives(nodata, noName, negatives.serial()),
                table.slot(name),
                wild ? entries.get(star) : null);
    }

    /** The zone's negative response, for the zone's own name: that of any name below differs in the question only. */
    private static WireAnswer template(Zone zone, int rcode) {
        Message message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.getHeader().setRcode(rcode);
        message.addRecord(Record.newRecord(zone.origin(), Type.A, DClass.IN), Section.QUESTION);
        message.addRecord(zone.negativeSoa(0), Section.AUTHORITY);
        return WireAnswer.onlySoa(message.toWire());
    }

    private static NameEntry bare(Name name, NameEntry.Negatives composed) {
        return new NameEntry(name.toWireCanonical(), Collections.emptySortedMap(), composed, null, null);
    }

    /** It is at or below a delegation or a DNAME. */
    private static boolean hidden(Zone zone, Name name) {
        for (int drop = 0; name.labels() - drop >= zone.origin().labels(); drop++) {
            Name at = new Name(name, drop);
            Set<Integer> types = zone.types(at);
            boolean apex = at.equals(zone.origin());
            if ((types.contains(Type.NS) && !apex) || types.contains(Type.DNAME)) {
                return true;
            }
        }
        return false;
    }

    /** It is, or lies below, a name that the SOA mentions or one on the way there. */
    private boolean mentioned(Zone zone, Name name) {
        for (int drop = 0; name.labels() - drop > zone.origin().labels(); drop++) {
            if (shadows.contains(new Name(name, drop))) {
                return true;
            }
        }
        return false;
    }

    private SortedMap<Integer, Optional<WireAnswer>> types(Zone zone, Name name) {
        Set<Integer> asked = new HashSet<>(zone.types(name));
        boolean alias = asked.contains(Type.CNAME);
        if (alias) {
            asked.addAll(List.of(Type.A, Type.AAAA));
        }
        if (name.equals(zone.origin())) {
            // What the parent says of this zone.
            asked.add(Type.DS);
        }
        var prepared = new TreeMap<Integer, Optional<WireAnswer>>();
        asked.forEach(type -> prepared.put(type, answer(name, type)));
        return prepared;
    }

    private Optional<WireAnswer> answer(Name name, int type) {
        if (!PreparedNames.covers(type) || type == Type.DS) {
            return Optional.empty();
        }
        AnswerComposer.Composed composed = compose(name, type);
        if (type == Type.SOA && composed.endsInSoa()) {
            return Optional.of(composed.answer().withSerial());
        }
        return composed.decided() || composed.endsInSoa() ? Optional.empty() : Optional.of(composed.answer());
    }

    private AnswerComposer.Composed compose(Name name, int type) {
        return AnswerComposer.compose(table, name, type, ClientRegions.UNKNOWN, new SplittableRandom(0));
    }
}
