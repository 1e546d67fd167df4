package io.failoverd.daemon.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what. Pure but for the token's supplier, which is asked anew for each request so that a rotated token
 * holds at once.
 *
 * <p>{@code Host} is held against the listener and not against its port, so that a tunnel may have another one; {@code
 * Origin} is held against {@code Host}, port included.
 */
final class Access {
    private final InetSocketAddress listen;
    private final Supplier<AdminToken> token;

    Access(InetSocketAddress listen, Supplier<AdminToken> token) {
        this.listen = listen;
        this.token = token;
    }

    /** What counts of a request. */
    record Asked(
            List<String> hosts,
            @Nullable String origin,
            @Nullable String fetchSite,
            @Nullable String authorization,
            boolean write,
            boolean liveness) {}

    /** Empty when the request may go on. */
    Optional<Refusal> check(Asked asked) {
        if (asked.hosts().size() != 1 || !ours(asked.hosts().getFirst())) {
            return Optional.of(new Refusal(
                    403,
                    "host_refused",
                    "the Host header must be localhost or the address that this daemon listens on"
                            + " (a name could be anybody's)"));
        }
        boolean foreign = asked.fetchSite() != null
                && !asked.fetchSite().equals("same-origin")
                && !asked.fetchSite().equals("none");
        String own = "http://" + asked.hosts().getFirst();
        if (foreign || (asked.origin() != null && !asked.origin().equalsIgnoreCase(own))) {
            return Optional.of(
                    new Refusal(403, "origin_refused", "a page of another origin may not use this interface"));
        }
        return checkToken(asked);
    }

    private Optional<Refusal> checkToken(Asked asked) {
        AdminToken required = token.get();
        boolean offLoopback = !listen.getAddress().isLoopbackAddress();
        boolean needed = offLoopback ? !asked.liveness() : asked.write() && required.set();
        if (!needed) {
            return Optional.empty();
        }
        if (!required.readable()) {
            String why = required.set()
                    ? "admin.token is configured but cannot be read, so nobody may do this; see the daemon's log"
                    : "off loopback nothing but /healthz is answered without admin.token, and none is configured";
            return Optional.of(new Refusal(403, "token_unavailable", why));
        }
        String given = asked.authorization();
        if (given == null || !given.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(new Refusal(
                    401, "token_required", "a token is required: send Authorization: Bearer (failoverd --token-file)"));
        }
        return required.matches(given.substring(7).strip())
                ? Optional.empty()
                : Optional.of(new Refusal(401, "token_wrong", "the token is not the one of admin.token"));
    }

    private boolean ours(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.equals(listen.getHostString().toLowerCase(Locale.ROOT))) {
            return true;
        }
        try {
            InetAddress literal = InetAddress.ofLiteral(name);
            // Nobody can point a literal elsewhere, so behind a wildcard every one is as good as the other.
            return literal.isLoopbackAddress()
                    || literal.equals(listen.getAddress())
                    || listen.getAddress().isAnyLocalAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** {@code [::1]:8053} is {@code ::1}. */
    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(1, end);
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
