package io.failoverd.dns.contract;

import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A target with what it takes to look at it and to trouble it, for {@link PublisherContract}. */
public interface Stage extends AutoCloseable {
    /** What can be made to go wrong with the next call of its kind. */
    enum Trouble {
        READ_FAILS,
        /** The connection breaks before the target has the write. */
        WRITE_LOST,
        /** The connection breaks after the target has done it. */
        ANSWER_LOST,
        /** Nothing comes back, and nothing ends; the target has done it. */
        WRITE_HANGS,
        READ_HANGS
    }

    Provider provider();

    Surroundings surroundings();

    /** A name of three addresses, IPv4 and IPv6, that the target can hold, in the order A, B, SIX. */
    ManagedName name();

    /** An address that the target can hold and that is none of the name's. */
    InetAddress foreign();

    /** Makes the target hold exactly these, behind the publisher's back. */
    void hold(List<InetAddress> enabled) throws Exception;

    /** What the target answers, by another way than the provider's. */
    Set<InetAddress> enabled() throws Exception;

    /** How many writes the target has done so far, {@link #hold} not counted. */
    int writes();

    /** Whether it ever answered nothing since {@link #hold}. */
    boolean everEmpty();

    void trouble(Trouble next);

    /** Lets time pass until then; whether it came to that. */
    boolean until(BooleanSupplier condition, Duration atMost);

    @Override
    void close() throws IOException;
}
