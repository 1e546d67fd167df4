package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import java.util.List;

/**
 * One place that answers DNS, as {@link RemotePublisher} needs it: read, write, ask. Everything else (what differs, in
 * which order, when, how often, whether at all) is the publisher's.
 *
 * <p>Calls block, each on a virtual thread of its own, and end at {@link Call#remaining} or soon after an interrupt;
 * the publisher waits for neither and takes a call that is late for an ambiguous one. Expected failures are values; an
 * exception is a bug and counts as {@link io.failoverd.dns.model.FailureClass#AMBIGUOUS}. Calls for different names run
 * at the same time, so an implementation is safe for threads; writes never overlap within a {@link ManagedName#domain}.
 */
public interface Provider {
    /** What the publisher has to know about this kind of target. Constant. */
    Traits traits();

    /**
     * Every address record of the name, all pages of it, or unknown. A name that the target has and that holds no record
     * is known and empty. Ids that the provider holds are looked up again if {@link Call#rediscover}.
     */
    Reading read(ManagedName name, Call call);

    /**
     * Makes these changes with one write to the target; it sends nothing a second time by itself. Asks
     * {@link Call#maySend} last, right before it sends what changes something, and sends nothing if that says no.
     *
     * @param held the target as read, with the publisher's own acknowledged writes since
     * @param changes of one {@link #batch} each, at least one, in the order in which they are safe
     */
    WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call);

    /**
     * What the target's own name servers answer for the name, each of them asked directly, at the same time; empty where
     * a target has none that could be asked.
     */
    List<ServerAnswer> ask(ManagedName name, Call call);

    /**
     * Which changes one write can make, all or none of them: those of equal batches. As it is, each address has a write of
     * its own.
     */
    default String batch(ManagedName name, Change change) {
        return change.getClass().getSimpleName() + " " + change.address().getHostAddress();
    }

    /**
     * What a write of these changes states besides them, as changes that are made already. A target that takes whole lists
     * is told how every other record should be, too: a write that comes to pass late undoes what was done to those since.
     *
     * @param held the target as it was when the write was sent
     */
    default List<Change> alsoStates(ManagedName name, RecordSet held, List<Change> changes) {
        return List.of();
    }

    /** Who else than we may keep a wanted address out of the answer. Constant. */
    default Control control() {
        return Control.ONLINE;
    }

    /** Whether the target has health checks of its own that a name can be left to ({@link Control#SMART}). Constant. */
    default boolean handsBack() {
        return false;
    }

    /** A call that changes nothing, so that the first failover is not the first call (classes, keys, connections). */
    default void warmUp(Call call) {}

    /** Lets go of connections. No call runs then, or it has been interrupted. */
    default void close() {}
}
