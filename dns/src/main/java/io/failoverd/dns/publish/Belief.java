package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.WantedRecords;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the target is taken to hold for one name: what was read last, and what our own writes make of that. Owned by one
 * {@link NameWork}, used by the publisher's thread only.
 */
final class Belief {
    private final Provider provider;
    private final Ledger ledger;

    /** Addresses that may be changed. */
    private final Set<InetAddress> ours = new LinkedHashSet<>();

    private @Nullable RecordSet held;
    private @Nullable RecordSet assumed;

    /**
     * Of a target that was not read yet.
     *
     * @param before what was known of the name when it was given up; null: nothing
     */
    Belief(Provider provider, Unsettled.@Nullable Name before) {
        this.provider = provider;
        this.ledger =
                before == null ? new Ledger(provider.traits()) : before.ledger().under(provider.traits());
        if (before != null) {
            ours.addAll(before.ours());
        }
    }

    /** For whoever goes on where the publisher has stopped. */
    Unsettled.Name given() {
        return new Unsettled.Name(ledger, Set.copyOf(ours));
    }

    Set<InetAddress> ours() {
        return ours;
    }

    /** As it was read last. */
    Optional<RecordSet> held() {
        return Optional.ofNullable(held);
    }

    /** What it holds now, as far as we know; null before the first reading. */
    @Nullable
    RecordSet assumed() {
        return assumed;
    }

    void readBegins(Duration now) {
        ledger.readBegins(now);
    }

    /** A reading; addresses that are wanted no more and off are ours no more. What the target is taken to hold after it. */
    RecordSet read(RecordSet read, ManagedName name, WantedRecords wanted) {
        held = read;
        ours.removeIf(address -> !name.addresses().contains(address)
                && !wanted.has(address)
                && !read.enabled().contains(address));
        assumed = ledger.believed(read);
        return assumed;
    }

    RecordDiff diff(RecordSet records, WantedRecords wanted) {
        return RecordDiff.between(records, wanted, ours, provider.traits().maxWeight(), provider.control());
    }

    /** Whether the last reading itself shows what is wanted, and nothing that we wrote speaks against it. */
    boolean shows(WantedRecords wanted) {
        return held != null && diff(held, wanted).isEmpty() && !ledger.doubts(held);
    }

    /** Whether any of what differs may be the doing of an unanswered write of ours. */
    boolean late(RecordDiff diff) {
        return !diff.only(ledger.unansweredWhenRead()).isEmpty();
    }

    /** Whether an unanswered write may still come to pass. */
    boolean waits(Duration now) {
        return !ledger.unanswered(now).isEmpty();
    }

    /** What a removal may rely on. */
    Certainty certainty(Duration now) {
        return provider.traits().conditional() || held == null ? Certainty.CONDITIONAL : ledger.certainty(held, now);
    }

    /** Whether an address that should not may be answered; so it may while nothing is known. */
    boolean deadMayAnswer(WantedRecords wanted) {
        RecordSet known = assumed;
        return ours.stream()
                .anyMatch(address -> !wanted.has(address)
                        && (known == null || known.enabled().contains(address)));
    }

    /** The target said that it has done this. What it is taken to hold then; null where it was never read. */
    @Nullable
    RecordSet wrote(List<Change> changes, Duration now) {
        ledger.sent(changes, now, true);
        assumed = assumed == null ? null : assumed.after(changes);
        return assumed;
    }

    /** This may have been done, or may be yet. */
    void unanswered(ManagedName name, List<Change> changes, Duration now) {
        ledger.sent(changes, now, false);
        ledger.sent(assumed == null ? List.of() : provider.alsoStates(name, assumed, changes), now, false);
    }
}
