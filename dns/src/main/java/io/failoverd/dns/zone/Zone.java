package io.failoverd.dns.zone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The static records of one checked zone and the names in it whose addresses come from decisions. Immutable, shared by
 * all threads. Every name between the apex and a record has a node, so that empty non-terminals exist (RFC 4592
 * section 2.2.2).
 */
public final class Zone {
    /** Records by type, types in the file's order. */
    private record Node(Map<Integer, List<Record>> types, boolean dynamic) {
        List<Record> of(int type) {
            return types.getOrDefault(type, List.of());
        }
    }

    private static final Name WILD = Name.fromConstantString("*");
    private static final Node EMPTY = new Node(Map.of(), false);

    private final Name origin;
    private final SOARecord soa;
    private final Map<Name, Node> nodes = new HashMap<>();

    /**
     * Takes what {@link ZoneChecks} found no fault with.
     *
     * @param inner zones of ours inside this one, delegated or not: their names exist, and all above them
     */
    Zone(Name origin, SOARecord soa, List<ZoneRecord> records, Set<Name> dynamic, Set<Name> inner) {
        this.origin = origin;
        this.soa = soa;
        Map<Name, Map<Integer, List<Record>>> byName = new HashMap<>();
        for (ZoneRecord record : records) {
            List<Record> sameType = byName.computeIfAbsent(record.name(), n -> new LinkedHashMap<>())
                    .computeIfAbsent(record.type(), t -> new ArrayList<>());
            if (!sameType.contains(record.data())) {
                sameType.add(record.data());
            }
        }
        dynamic.forEach(name -> byName.computeIfAbsent(name, n -> new LinkedHashMap<>()));
        byName.forEach((name, types) -> {
            types.replaceAll((type, list) -> sameTtl(list));
            nodes.put(name, new Node(types, dynamic.contains(name)));
        });
        byName.keySet().forEach(this::exists);
        inner.forEach(this::exists);
    }

    private void exists(Name name) {
        for (int drop = 0; name.labels() - drop >= origin.labels(); drop++) {
            nodes.putIfAbsent(new Name(name, drop), EMPTY);
        }
    }

    public Name origin() {
        return origin;
    }

    /** All names that exist, those without a record of their own too. */
    public Set<Name> names() {
        return Collections.unmodifiableSet(nodes.keySet());
    }

    public boolean has(Name name) {
        return nodes.containsKey(name);
    }

    /** The types of the static records of a name; empty for one that does not exist. */
    public Set<Integer> types(Name name) {
        Node node = nodes.get(name);
        return node == null ? Set.of() : node.types.keySet();
    }

    /** Whether both have the same static records of a type at a name, with the same TTL. */
    public boolean sameRecords(Zone other, Name name, int type) {
        return records(name, type).equals(other.records(name, type));
    }

    /** A record is the same as another whatever their TTLs are; here they count. */
    private List<Map.Entry<Long, Record>> records(Name name, int type) {
        return nodes.getOrDefault(name, EMPTY).of(type).stream()
                .map(record -> Map.entry(record.getTTL(), record))
                .toList();
    }

    /** The SOA with the given serial and its own TTL, as an answer to a question for it. */
    public SOARecord soa(long serial) {
        return soa(serial, soa.getTTL());
    }

    /** The SOA of a negative answer: its TTL is the smaller of its own and the minimum (RFC 2308 section 5). */
    public SOARecord negativeSoa(long serial) {
        return soa(serial, Math.min(soa.getTTL(), soa.getMinimum()));
    }

    private SOARecord soa(long serial, long ttl) {
        return new SOARecord(
                origin,
                DClass.IN,
                ttl,
                soa.getHost(),
                soa.getAdmin(),
                serial & 0xFFFF_FFFFL,
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }

    /** The addresses of a name server, as far as the zone has them. */
    public List<Record> addresses(Name name) {
        Node node = nodes.get(name);
        if (node == null) {
            return List.of();
        }
        List<Record> addresses = new ArrayList<>(node.of(Type.A));
        addresses.addAll(node.of(Type.AAAA));
        return addresses;
    }

    /**
     * Looks a name up that is at or below the origin (RFC 1034 section 4.3.2). For type ANY the result tells whether
     * the name exists: {@code Alias} for a CNAME, {@code Found} with no records for anything else.
     */
    public Lookup lookup(Name name, int type) {
        for (int labels = origin.labels(); labels <= name.labels(); labels++) {
            Name at = new Name(name, name.labels() - labels);
            Node node = nodes.get(at);
            boolean last = labels == name.labels();
            if (node == null) {
                return wildcard(new Name(at, 1), name, type);
            }
            boolean cut = labels > origin.labels() && !node.of(Type.NS).isEmpty();
            if (cut && !(last && type == Type.DS)) {
                return new Lookup.Referral(node.of(Type.NS));
            }
            if (last) {
                return atNode(node, at, name, type);
            }
            if (!node.of(Type.DNAME).isEmpty()) {
                return redirected(node.of(Type.DNAME), name);
            }
        }
        return new Lookup.NoName();
    }

    private Lookup wildcard(Name encloser, Name name, int type) {
        try {
            Name star = Name.concatenate(WILD, encloser);
            Node node = nodes.get(star);
            return node == null ? new Lookup.NoName() : atNode(node, star, name, type);
        } catch (NameTooLongException e) {
            return new Lookup.NoName();
        }
    }

    private static Lookup atNode(Node node, Name slot, Name asked, int type) {
        List<Record> alias = node.of(Type.CNAME);
        if (!alias.isEmpty() && type != Type.CNAME && alias.getFirst() instanceof CNAMERecord cname) {
            return new Lookup.Alias(named(alias, asked), cname.getTarget());
        }
        if (type == Type.ANY) {
            return node.types.isEmpty() && !node.dynamic ? new Lookup.NoData() : new Lookup.Found(List.of());
        }
        if (node.dynamic && (type == Type.A || type == Type.AAAA)) {
            return new Lookup.Dynamic(slot);
        }
        List<Record> found = node.of(type);
        return found.isEmpty() ? new Lookup.NoData() : new Lookup.Found(named(found, asked));
    }

    private static Lookup redirected(List<Record> records, Name name) {
        DNAMERecord dname = (DNAMERecord) records.getFirst();
        try {
            Name target = name.fromDNAME(dname);
            return new Lookup.Alias(List.of(dname, new CNAMERecord(name, DClass.IN, dname.getTTL(), target)), target);
        } catch (NameTooLongException e) {
            return new Lookup.TooLong(List.of(dname));
        }
    }

    private static List<Record> named(List<Record> records, Name owner) {
        return records.stream().map(r -> withName(r, owner)).toList();
    }

    private static Record withName(Record record, Name owner) {
        return record.getName().equals(owner) ? record : record.withName(owner);
    }

    /** Records of one set have one TTL (RFC 2181 section 5.2): the smallest one wins. */
    private static List<Record> sameTtl(List<Record> records) {
        long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
        return records.stream().map(r -> withTtl(r, ttl)).toList();
    }

    private static Record withTtl(Record record, long ttl) {
        return record.getTTL() == ttl
                ? record
                : Record.newRecord(
                        record.getName(), record.getType(), record.getDClass(), ttl, record.rdataToWireCanonical());
    }
}
