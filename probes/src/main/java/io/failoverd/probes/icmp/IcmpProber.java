package io.failoverd.probes.icmp;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Inquiry;
import io.failoverd.probes.Prober;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.Target;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Sends echo requests, all of one family and source on one socket. Used from all event loops. */
public final class IcmpProber implements Prober<IcmpCheck> {
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
            Echoes.Opened opened = opened(kind);
            inquiry.onLoop(() -> then.accept(opened));
        });
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
