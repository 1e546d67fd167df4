package io.failoverd.probes.icmp;

import io.failoverd.probes.model.ProbeResult;
import java.net.InetAddress;

/** Sends echo requests and tells of each one's reply. */
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

    /** From any thread; never blocks. {@code reply} runs at once, on a thread that it must not hold up. */
    Sent send(InetAddress to, Runnable reply);

    /** No reply to it is told from now on. */
    void forget(int number);
}
