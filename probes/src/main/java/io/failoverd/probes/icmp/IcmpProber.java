package io.failoverd.probes.icmp;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Inquiry;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends echo requests, all of one family and source on one socket. Used from all event loops. */
public final class IcmpProber implements Prober<IcmpCheck> {
    private static final Logger log = LoggerFactory.getLogger(IcmpProber.class);

    private record Kind(boolean ipv6, Optional<InetAddress> source) {}

    private final Dialer dialer;
    private final ConcurrentMap<Kind, PingSocket> open = new ConcurrentHashMap<>();

    public IcmpProber(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Attempt start(Target target, IcmpCheck check) {
        var kind = new Kind(target.address() instanceof Inet6Address, Optional.ofNullable(check.source()));
        return dialer.inquire(
                target, new Pings(check, (inquiry, then) -> whenOpen(kind, inquiry, then), dialer.clock()));
    }

    private void whenOpen(Kind kind, Inquiry inquiry, Consumer<Echoes.Opened> then) {
        PingSocket there = open.get(kind);
        if (there != null && there.isOpen()) {
            then.accept(new Echoes.Opened.Ready(there));
            return;
        }
        Thread.ofVirtual().name("icmp-open").start(() -> {
            Echoes.Opened opened = openedOrNot(kind);
            inquiry.onLoop(() -> then.accept(opened));
        });
    }

    private Echoes.Opened openedOrNot(Kind kind) {
        try {
            return opened(kind);
        } catch (RuntimeException | Error e) {
            log.error("no ping socket", e);
            return new Echoes.Opened.Failed(
                    new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "no ping socket: " + e.getMessage()));
        }
    }

    /** One at a time: probes that come together get one socket. */
    private synchronized Echoes.Opened opened(Kind kind) {
        PingSocket there = open.get(kind);
        if (there != null && there.isOpen()) {
            return new Echoes.Opened.Ready(there);
        }
        Echoes.Opened opened = PingSocket.open(kind.ipv6(), kind.source().orElse(null));
        if (opened instanceof Echoes.Opened.Ready(Echoes echoes) && echoes instanceof PingSocket socket) {
            open.put(kind, socket);
        }
        return opened;
    }
}
