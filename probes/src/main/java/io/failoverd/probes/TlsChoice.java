package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TlsSettings;
import io.netty.util.ReferenceCounted;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who does the TLS with which server: whoever is preferred, and the JDK with a server that has refused all that was offered,
 * since it offers more. So a probe that BoringSSL cannot make is one failure in a row and no more, once an hour: a server that
 * refused everybody for a minute shall not cost the JDK's CPU for ever. Used from all event loops.
 */
final class TlsChoice {
    private static final Logger log = LoggerFactory.getLogger(TlsChoice.class);

    /** Servers that are remembered; the one that was met least recently is forgotten, which costs it one failure. */
    private static final int MAX_REFUSALS = 1_024;

    static final Duration REMEMBERED = Duration.ofHours(1);

    /** The alerts of a server that finds nothing to agree on (RFC 8446, section 6.2), as the JDK and BoringSSL call them. */
    private static final List<String> NOTHING_IN_COMMON = List.of("handshake_failure", "insufficient_security");

    private record Server(InetAddress address, int port, String host) {
        static Server of(Target target, String host) {
            return new Server(target.address(), target.check().port(), host);
        }
    }

    private final Supplier<TlsEngines> choice;
    private final JdkEngines jdk = new JdkEngines();
    private final Supplier<Moment> clock;
    /** When each has refused. */
    private final Map<Server, Moment> refusals = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable TlsEngines preferred;

    /** @param choice called once, when the first handshake begins: native code is not loaded before it is needed */
    TlsChoice(Supplier<TlsEngines> choice, Supplier<Moment> clock) {
        this.choice = choice;
        this.clock = clock;
    }

    /** As {@link TlsEngines#engine}, for a handshake with this target. */
    SSLEngine engine(Target target, TlsSettings settings, String host, @Nullable String alpn)
            throws GeneralSecurityException {
        return engines(Server.of(target, host)).engine(settings, host, alpn);
    }

    /** Loads what is preferred, and the system's trust store. */
    SSLEngine first(String host) throws GeneralSecurityException {
        return preferred().engine(TlsSettings.DEFAULT, host, null);
    }

    /** A handshake of this engine has failed with these words. */
    void failed(Target target, String host, SSLEngine engine, String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (preferred() instanceof JdkEngines || NOTHING_IN_COMMON.stream().noneMatch(text::contains)) {
            return;
        }
        synchronized (this) {
            Server server = Server.of(target, host);
            if (!(engine instanceof ReferenceCounted)) {
                refusals.remove(server); // the JDK's offer as well: it refuses everybody
                return;
            }
            refusals.put(server, clock.get());
            if (refusals.size() > MAX_REFUSALS) {
                refusals.remove(refusals.keySet().iterator().next());
            }
            log.info(
                    "{} refuses all that {} offers in TLS: it is probed with the JDK's for {}",
                    target.id(),
                    preferred().name(),
                    REMEMBERED);
        }
    }

    private synchronized TlsEngines engines(Server server) {
        return refuses(server) ? jdk : preferred();
    }

    private synchronized boolean refuses(Server server) {
        @Nullable Moment since = refusals.get(server);
        if (since != null && clock.get().since(since).compareTo(REMEMBERED) >= 0) {
            refusals.remove(server);
            return false;
        }
        return since != null;
    }

    private synchronized TlsEngines preferred() {
        if (preferred == null) {
            preferred = choice.get();
            log.info("TLS of probes: {}", preferred.name());
        }
        return preferred;
    }
}
