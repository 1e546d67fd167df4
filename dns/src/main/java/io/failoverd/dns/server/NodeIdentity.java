package io.failoverd.dns.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who we are, for clients that ask: which of several servers by NSID (RFC 5001) and id.server (RFC 4892), and what runs
 * by version.bind, if the operator wants that told. Immutable.
 */
final class NodeIdentity {
    /** An answer of 512 octets must still have room for the longest name and the OPT record. */
    static final int MAX_OCTETS = 128;

    private final byte[] octets;
    private final byte[] version;

    private NodeIdentity(byte[] octets, byte[] version) {
        this.octets = octets;
        this.version = version;
    }

    static NodeIdentity of(Optional<String> text) {
        return of(text, Optional.empty());
    }

    /** What is longer than {@link #MAX_OCTETS} is cut. */
    static NodeIdentity of(Optional<String> text, Optional<String> version) {
        return new NodeIdentity(octets(text), octets(version));
    }

    private static byte[] octets(Optional<String> text) {
        byte[] all = text.orElse("").getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(all, Math.min(all.length, MAX_OCTETS));
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

    /** For reading only; empty to tell nobody. */
    byte[] version() {
        return version;
    }
}
