package io.failoverd.dns.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What must hold for a zone before it is served. Pure: records in, problems out. */
final class ZoneChecks {
    private static final Set<Integer> SIGNED = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM);
    /** A decision owns the addresses of its name, and these would take the name away from it. */
    private static final Set<Integer> NOT_BESIDE_A_SERVICE = Set.of(Type.A, Type.AAAA, Type.CNAME, Type.DNAME, Type.NS);

    private final Name origin;
    private final String source;
    private final List<ZoneRecord> records;
    private final Set<Name> dynamic;
    private final Map<Name, List<ZoneRecord>> byName = new HashMap<>();
    private final List<ZoneProblem> problems = new ArrayList<>();

    private ZoneChecks(Name origin, String source, List<ZoneRecord> records, Set<Name> dynamic) {
        this.origin = origin;
        this.source = source;
        this.records = records;
        this.dynamic = dynamic;
        records.forEach(
                r -> byName.computeIfAbsent(r.name(), n -> new ArrayList<>()).add(r));
    }

    static List<ZoneProblem> of(Name origin, String source, List<ZoneRecord> records, Set<Name> dynamic) {
        ZoneChecks checks = new ZoneChecks(origin, source, records, dynamic);
        checks.apex();
        records.forEach(checks::place);
        records.forEach(checks::service);
        records.forEach(checks::nameServer);
        checks.byName.forEach(checks::aliases);
        dynamic.stream().sorted().forEach(checks::reachable);
        return checks.problems.stream()
                .sorted((a, b) -> Integer.compare(a.line(), b.line()))
                .distinct()
                .toList();
    }

    private void apex() {
        List<ZoneRecord> soas =
                records.stream().filter(r -> r.type() == Type.SOA).toList();
        List<ZoneRecord> ofZone =
                soas.stream().filter(r -> r.name().equals(origin)).toList();
        if (ofZone.isEmpty()) {
            problem(0, "the zone has no SOA record");
        }
        ofZone.stream().skip(1).forEach(r -> problem(r.line(), "a second SOA record"));
        soas.stream()
                .filter(r -> !r.name().equals(origin) && r.name().subdomain(origin))
                .forEach(r -> problem(
                        r.line(), "SOA at " + text(r.name()) + ": it belongs to the zone's own name, " + text(origin)));
        if (at(origin).stream().noneMatch(r -> r.type() == Type.NS)) {
            problem(0, "the zone has no NS record at its own name, " + text(origin));
        }
    }

    private void place(ZoneRecord r) {
        if (r.data().getDClass() != DClass.IN) {
            problem(r.line(), "class " + DClass.string(r.data().getDClass()) + " is not served, only IN");
        }
        if (!r.name().subdomain(origin)) {
            problem(r.line(), text(r.name()) + " is outside the zone " + text(origin));
            return;
        }
        if (SIGNED.contains(r.type())) {
            problem(r.line(), Type.string(r.type()) + ": signed zones are not served");
        }
        if (r.type() == Type.NS && r.name().isWild()) {
            problem(r.line(), text(r.name()) + ": a wildcard cannot be delegated (RFC 4592 section 4.2)");
        }
        Name cut = cutAbove(r.name());
        boolean glue = r.type() == Type.A || r.type() == Type.AAAA;
        if (cut != null && !glue) {
            problem(
                    r.line(),
                    text(r.name()) + " is below the delegation of " + text(cut) + " and would not be answered");
        }
        Name dname = dnameAbove(r.name());
        if (dname != null) {
            problem(r.line(), text(r.name()) + " is below the DNAME at " + text(dname) + " and would not be answered");
        }
    }

    private void service(ZoneRecord r) {
        boolean apexNs = r.type() == Type.NS && r.name().equals(origin);
        if (dynamic.contains(r.name()) && NOT_BESIDE_A_SERVICE.contains(r.type()) && !apexNs) {
            problem(
                    r.line(),
                    text(r.name()) + " is a service, its addresses come from its decision: remove this "
                            + Type.string(r.type()) + " record");
        }
    }

    private void nameServer(ZoneRecord r) {
        if (!(r.data() instanceof NSRecord ns)) {
            return;
        }
        Name target = ns.getTarget();
        if (at(target).stream().anyMatch(t -> t.type() == Type.CNAME)) {
            problem(
                    r.line(),
                    "name server " + text(target) + " is an alias (CNAME), it must have an address of its own");
            return;
        }
        boolean addressed = dynamic.contains(target)
                || at(target).stream().anyMatch(t -> t.type() == Type.A || t.type() == Type.AAAA);
        Name cut = cutAtOrAbove(target);
        boolean ours = target.subdomain(origin) && (cut == null || cut.equals(r.name()));
        if (ours && !addressed) {
            problem(r.line(), "name server " + text(target) + " has no address in the zone (glue)");
        }
    }

    private void aliases(Name name, List<ZoneRecord> here) {
        List<ZoneRecord> cnames =
                here.stream().filter(r -> r.type() == Type.CNAME).toList();
        if (cnames.isEmpty()) {
            return;
        }
        if (here.size() > cnames.size()) {
            problem(
                    cnames.getFirst().line(),
                    text(name) + " has a CNAME and other records: an alias stands alone at its name");
        }
        cnames.stream().skip(1).forEach(r -> problem(r.line(), text(name) + " has a second CNAME"));
    }

    private void reachable(Name service) {
        Name cut = cutAtOrAbove(service);
        if (cut != null && !cut.equals(service)) {
            problem(0, "service " + text(service) + " is below the delegation of " + text(cut));
        }
        Name dname = dnameAbove(service);
        if (dname != null) {
            problem(0, "service " + text(service) + " is below the DNAME at " + text(dname));
        }
    }

    private @Nullable Name dnameAbove(Name name) {
        for (int drop = 1; drop <= name.labels() - origin.labels(); drop++) {
            Name above = new Name(name, drop);
            if (at(above).stream().anyMatch(r -> r.type() == Type.DNAME)) {
                return above;
            }
        }
        return null;
    }

    /** The delegation that hides the name, the highest first as a resolver would meet it; null if there is none. */
    private @Nullable Name cutAbove(Name name) {
        return name.labels() <= origin.labels() ? null : cutAtOrAbove(new Name(name, 1));
    }

    private @Nullable Name cutAtOrAbove(Name name) {
        if (!name.subdomain(origin)) {
            return null;
        }
        for (int drop = name.labels() - origin.labels() - 1; drop >= 0; drop--) {
            Name candidate = new Name(name, drop);
            if (at(candidate).stream().anyMatch(r -> r.type() == Type.NS)) {
                return candidate;
            }
        }
        return null;
    }

    private List<ZoneRecord> at(Name name) {
        return byName.getOrDefault(name, List.of());
    }

    private void problem(int line, String text) {
        problems.add(new ZoneProblem(source, line, text));
    }

    private static String text(Name name) {
        return name.toString(true);
    }
}
