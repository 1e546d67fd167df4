package io.failoverd.dns.server.linux;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/** Whether this package's calls can be made here. */
public final class LinuxSockets {
    /** The structures and constants of this package are those of these; as the JVM calls them. */
    private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

    private LinuxSockets() {}

    /**
     * Why not, empty when they can. The first call links the C library's functions, which takes tens to hundreds of
     * milliseconds; others wait for it.
     */
    public static Optional<String> unavailable() {
        String system = System.getProperty("os.name", "an unknown system");
        String processor = System.getProperty("os.arch", "an unknown processor");
        return unsupported(system, processor).or(LinuxSockets::unlinked);
    }

    static Optional<String> unsupported(String system, String processor) {
        if (!system.equals("Linux")) {
            return Optional.of("this is " + system + " and not Linux");
        }
        return PROCESSORS.contains(processor) && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? Optional.empty()
                : Optional.of("this processor is " + processor + ", and only amd64 and aarch64 are known");
    }

    private static Optional<String> unlinked() {
        try {
            return UdpSocket.trial();
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of("the C library could not be linked: " + cause);
        }
    }
}
