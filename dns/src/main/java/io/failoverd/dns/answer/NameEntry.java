package io.failoverd.dns.answer;

import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is prepared for one name of a zone. Where something is not prepared (null), {@link AnswerComposer} answers.
 * Immutable but for the decision in its slot.
 */
public final class NameEntry {
    /** What a zone's names have in common. */
    record Negatives(@Nullable WireAnswer nodata, @Nullable WireAnswer noName, ZoneSerial serial) {}

    private final byte[] wire;
    private final int hash;
    private final int[] types;
    private final @Nullable WireAnswer[] answers;
    private final Negatives negatives;
    private final @Nullable NameSlot slot;
    private final @Nullable NameEntry wildcard;

    /**
     * An entry.
     *
     * @param prepared the response for each type of the name, empty where it has to be composed
     */
    NameEntry(
            byte[] wire,
            SortedMap<Integer, Optional<WireAnswer>> prepared,
            Negatives negatives,
            @Nullable NameSlot slot,
            @Nullable NameEntry wildcard) {
        var asked = new AskedName();
        asked.set(wire, wire.length);
        this.wire = wire;
        this.hash = asked.hash(0);
        this.types = prepared.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.answers =
                prepared.values().stream().map(answer -> answer.orElse(null)).toArray(WireAnswer[]::new);
        this.negatives = negatives;
        this.slot = slot;
        this.wildcard = wildcard;
    }

    byte[] wire() {
        return wire;
    }

    /** Tells names apart, as good as. */
    public int hash() {
        return hash;
    }

    /** The service of this name, whose addresses are decided; null for a static one. */
    public @Nullable NameSlot slot() {
        return slot;
    }

    /** The response for a type other than those that the slot answers; null where it has to be composed. */
    public @Nullable WireAnswer of(int type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                return answers[i];
            }
        }
        return negatives.nodata;
    }

    /** The response for a name below this one that does not exist; null where it has to be composed. */
    public @Nullable WireAnswer noName() {
        return negatives.noName;
    }

    /** The service that answers for names below this one that do not exist; null for none. */
    public @Nullable NameSlot wildcardSlot() {
        return wildcard == null ? null : wildcard.slot;
    }

    /** The serial to write into a response that ends in the zone's SOA. */
    public long soaSerial() {
        return negatives.serial.value();
    }
}
