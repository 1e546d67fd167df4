package io.failoverd.probes.icmp;

import io.failoverd.probes.model.ProbeResult;
import java.net.InetAddress;

/** Sends echo requests and tells what came of each. */
interface Echoes {
    /** What came of sending one. */
    sealed interface Sent {
        /**
         * It is on its way.
         *
         * @param number by which it is forgotten
         */
        record Away(int number) implements Sent {}

        /** It did not leave this host. */
        record Failed(ProbeResult why) implements Sent {}
    }

    /** What came of opening a socket. */
    sealed interface Opened {
        record Ready(Echoes echoes) implements Opened {}

        record Failed(ProbeResult why) implements Opened {}
    }

    /** What came of a request; one of the two, once, on a thread that must not be held up. */
    interface Ear {
        /** There is a reply. */
        void replied();

        /**
         * It did not arrive, and the network says so.
         *
         * @param said such as {@code 192.0.2.7 is unreachable, says 192.0.2.1}
         */
        void turnedBack(String said);
    }

    /** From any thread; never blocks. */
    Sent send(InetAddress to, Ear ear);

    /** Nothing of it is told from now on. */
    void forget(int number);
}
