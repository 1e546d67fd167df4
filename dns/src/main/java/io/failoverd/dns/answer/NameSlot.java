package io.failoverd.dns.answer;

import io.failoverd.dns.zone.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The place of one service's answer in the table. The publisher swaps the answer with one reference write; every server
 * thread reads it.
 */
public final class NameSlot {
    private final Name name;
    private final Zone zone;
    private final List<String> regions;
    private final ZoneSerial serial;
    private volatile @Nullable CompiledAnswer answer;

    NameSlot(Name name, Zone zone, List<String> regions, ZoneSerial serial) {
        this.name = name;
        this.zone = zone;
        this.regions = regions;
        this.serial = serial;
    }

    Name name() {
        return name;
    }

    Zone zone() {
        return zone;
    }

    /** The client regions of its table, in the order of their numbers. */
    List<String> regions() {
        return regions;
    }

    ZoneSerial serial() {
        return serial;
    }

    /** The present generation; null before the first decision. */
    public @Nullable CompiledAnswer answer() {
        return answer;
    }

    void swap(CompiledAnswer next) {
        answer = next;
    }

    /** The serial to write into a negative answer. */
    public long soaSerial() {
        return serial.value();
    }
}
