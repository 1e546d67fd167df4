package io.failoverd.probes;

import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.Target;
import org.jspecify.annotations.Nullable;

/** The name that a probe uses. Pure. */
public final class HostName {
    private HostName() {}

    /** The check's host, else the service's name; without the trailing dot that SNI does not know. */
    public static String of(Target target, @Nullable String named) {
        String host = named == null ? target.serverName() : named;
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** The Host header (RFC 9110, section 7.2): with the port unless it is the scheme's own. */
    public static String header(String host, HttpCheck check) {
        return withPort(host, check.port(), check.tls() != null);
    }

    /** The same for {@code :authority} (RFC 9113, section 8.3.1). */
    public static String withPort(String host, int port, boolean tls) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** Whether the text is an IP address; a name whose last label is all digits is none either (RFC 3696). */
    static boolean isAddress(String host) {
        return host.contains(":") || host.matches("(.*\\.)?[0-9]+");
    }
}
