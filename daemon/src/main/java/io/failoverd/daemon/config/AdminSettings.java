package io.failoverd.daemon.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The admin HTTP server.
 *
 * @param token what writes must carry; null when any local user may write, which is refused off loopback
 */
public record AdminSettings(
        InetSocketAddress listen, @Nullable SecretSource token) {
    public static final InetSocketAddress DEFAULT_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8053);
}
