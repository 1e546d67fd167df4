package io.failoverd.dns.answer;

import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is prepared for one name of a zone. Where something is not prepared (null), {@link AnswerComposer} answers.
 * Immutable but for the decision in its slot.
 *
 * <p>With many names in a zone, what a query costs is the memory that it is the first to touch for a while. So there is
 * little between the table and the octets of a response: the response for the first type, which is A where there is
 * one, hangs on the entry itself, and its octets have the name that is compared.
 */
public final class NameEntry {
    /** What a zone's names have in common. */
    record Negatives(@Nullable WireAnswer nodata, @Nullable WireAnswer noName, ZoneSerial serial) {}

    /** No type is asked for by a negative number. */
    private static final int NO_TYPE = -1;

    private static final int[] NO_TYPES = {};
    private static final @Nullable WireAnswer[] NO_ANSWERS = {};

    /** Has the name in wire format, and maybe more. */
    private final byte[] octets;

    private final int nameAt;
    private final int hash;
    private final int firstType;
    private final @Nullable WireAnswer first;
    /** Those behind the first. */
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
        this.hash = asked.hash(0);
        this.firstType = prepared.isEmpty() ? NO_TYPE : prepared.firstKey();
        WireAnswer first =
                prepared.values().stream().findFirst().flatMap(answer -> answer).orElse(null);
        this.first = first;
        this.types = prepared.size() < 2
                ? NO_TYPES
                : prepared.keySet().stream().skip(1).mapToInt(Integer::intValue).toArray();
        this.answers = prepared.size() < 2
                ? NO_ANSWERS
                : prepared.values().stream()
                        .skip(1)
                        .map(answer -> answer.orElse(null))
                        .toArray(WireAnswer[]::new);
        if (first != null && first.asks(wire)) {
            this.octets = first.bytes();
            this.nameAt = WireAnswer.NAME_AT;
        } else {
            this.octets = wire;
            this.nameAt = 0;
        }
        this.negatives = negatives;
        this.slot = slot;
        this.wildcard = wildcard;
    }

    /** Whether this is the name asked for without its first {@code dropped} labels. */
    boolean is(AskedName asked, int dropped) {
        return hash == asked.hash(dropped) && asked.endsIn(octets, nameAt, dropped);
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
        if (type == firstType) {
            return first;
        }
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
