package io.failoverd.dns.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Which of several servers this is, for clients that ask: NSID (RFC 5001) and id.server (RFC 4892). Immutable. */
final class NodeIdentity {
    /** An answer of 512 octets must still have room for the longest name and the OPT record. */
    static final int MAX_OCTETS = 128;

    private final byte[] octets;

    private NodeIdentity(byte[] octets) {
        this.octets = octets;
    }

    /** What is longer than {@link #MAX_OCTETS} is cut. */
    static NodeIdentity of(Optional<String> text) {
        byte[] all = text.orElse("").getBytes(StandardCharsets.UTF_8);
        return new NodeIdentity(Arrays.copyOf(all, Math.min(all.length, MAX_OCTETS)));
    }

    boolean known() {
        return octets.length > 0;
    }

    int length() {
        return octets.length;
    }

    /** For reading only: the array is shared by all threads. */
    byte[] octets() {
        return octets;
    }
}
