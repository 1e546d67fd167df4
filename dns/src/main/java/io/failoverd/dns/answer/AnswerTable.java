package io.failoverd.dns.answer;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.zone.Lookup;
import io.failoverd.dns.zone.Zone;
import io.failoverd.dns.zone.ZoneSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * All that is answered: the zones, the client regions and a slot for each dynamic name. The set of names is immutable, a
 * reload makes a new table; what is in a slot changes with each decision. Looking a name up neither allocates nor locks.
 */
public final class AnswerTable {
    private final ZoneSet zones;
    private final ClientRegions clients;
    private final Explanations explanations;
    private final Map<Name, ZoneSerial> serials = new HashMap<>();
    private final Map<Name, NameSlot> byName = new HashMap<>();
    private final PreparedNames names;

    private AnswerTable(
            ZoneSet zones,
            ClientRegions clients,
            Explanations explanations,
            Instant now,
            @Nullable AnswerTable before) {
        this.zones = zones;
        this.clients = clients;
        this.explanations = explanations;
        for (Zone zone : zones.zones()) {
            ZoneSerial kept = before == null ? null : before.serials.get(zone.origin());
            ZoneSerial serial = kept == null ? new ZoneSerial() : kept;
            serial.raise(now);
            serials.put(zone.origin(), serial);
        }
        for (Name name : zones.dynamicNames()) {
            Zone zone = zones.zoneOf(name);
            ZoneSerial serial = zone == null ? null : serials.get(zone.origin());
            if (zone != null && serial != null) {
                insert(new NameSlot(name, zone, clients.names(), serial), before);
            }
        }
        this.names = Preparation.of(this);
    }

    /** The table of a fresh start: every dynamic name waits for its first decision. */
    public static AnswerTable of(ZoneSet zones, ClientRegions clients, Explanations explanations, Instant now) {
        return new AnswerTable(zones, clients, explanations, now, null);
    }

    /** The table after a reload: names that stay keep their records, zones that stay keep a serial that only grows. */
    public AnswerTable reloaded(ZoneSet next, ClientRegions nextClients, Instant now) {
        return new AnswerTable(next, nextClients, explanations, now, this);
    }

    private void insert(NameSlot slot, @Nullable AnswerTable before) {
        NameSlot old = before == null ? null : before.byName.get(slot.name());
        CompiledAnswer kept = old == null ? null : old.answer();
        if (old != null && kept != null) {
            boolean asItWas = sameNegative(old.zone(), slot.zone())
                    && old.zone().sameRecords(slot.zone(), slot.name(), Type.HTTPS)
                    && old.zone().sameRecords(slot.zone(), slot.name(), Type.SVCB)
                    && old.regions().equals(slot.regions());
            slot.swap(asItWas ? kept : compile(slot, kept.desired()));
        }
        byName.put(slot.name(), slot);
    }

    /** Takes over the decisions that {@code present} was given since this table was made from it. */
    public void catchUp(AnswerTable present) {
        byName.forEach((name, slot) -> {
            NameSlot old = present.byName.get(name);
            CompiledAnswer latest = old == null ? null : old.answer();
            if (latest != null && latest.desired().generation() != generation(slot)) {
                slot.swap(compile(slot, latest.desired()));
            }
        });
    }

    /** The SOA in a service's answers, where the serial is written later; records with hints are what else is in them. */
    private static boolean sameNegative(Zone before, Zone after) {
        SOARecord old = before.negativeSoa(0);
        SOARecord now = after.negativeSoa(0);
        return old.equals(now) && old.getTTL() == now.getTTL();
    }

    /**
     * Compiles the records and swaps them in. The caller sees to it that one thread at a time does this for a name.
     */
    public static void apply(NameSlot slot, DesiredRecords desired) {
        slot.swap(compile(slot, desired));
        slot.serial().raise(desired.changedAt());
    }

    private static CompiledAnswer compile(NameSlot slot, DesiredRecords desired) {
        return AnswerCompiler.compile(slot.name(), slot.zone(), slot.regions(), desired);
    }

    /** The generation that the slot answers, 0 before the first. */
    public static long generation(NameSlot slot) {
        CompiledAnswer answer = slot.answer();
        return answer == null ? 0 : answer.desired().generation();
    }

    /** What is prepared. */
    public PreparedNames names() {
        return names;
    }

    public @Nullable NameSlot slot(Name name) {
        return byName.get(name);
    }

    /** The service whose addresses a name has, by itself, by a wildcard or through aliases; null for none. */
    @Nullable
    NameSlot serviceOf(Name name) {
        Name at = name;
        for (int followed = 0; followed <= AnswerComposer.MAX_ALIASES; followed++) {
            Zone zone = zoneOf(at);
            switch (zone == null ? new Lookup.NoName() : zone.lookup(at, Type.A)) {
                case Lookup.Dynamic dynamic -> {
                    return slot(dynamic.slot());
                }
                case Lookup.Alias alias -> at = alias.target();
                case Lookup other -> {
                    return null;
                }
            }
        }
        return null;
    }

    /** Where clients are; its numbers of regions are those of this table's answers. */
    public ClientRegions clients() {
        return clients;
    }

    Explanations explanations() {
        return explanations;
    }

    public Collection<Zone> zones() {
        return zones.zones();
    }

    public @Nullable Zone zoneOf(Name name) {
        return zones.zoneOf(name);
    }

    /** The names that are decided. */
    Set<Name> services() {
        return byName.keySet();
    }

    ZoneSerial zoneSerial(Zone zone) {
        return serials.computeIfAbsent(zone.origin(), missing -> new ZoneSerial());
    }

    /** The serial of a zone by its origin; 0 for one that is not ours. */
    public long serial(Name origin) {
        ZoneSerial serial = serials.get(origin);
        return serial == null ? 0 : serial.value();
    }
}
