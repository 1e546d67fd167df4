package io.failoverd.daemon.config;

import io.failoverd.dns.model.ManagedName;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one publisher alone may write: equal for the same records, in whatever words a configuration names them. */
public sealed interface Destination {
    /** The records of a service at a server. */
    record Records(Object server, String line, String service) implements Destination {}

    /** A pool of addresses of GTM 2.0, whatever service it is for. */
    record Pool(AliyunAccess.Endpoint api, String pool) implements Destination {}

    /** What takes an address of GTM 3.0 out of everything that has it. */
    record Switch(AliyunAccess.Endpoint api, InetAddress address) implements Destination {}

    /** Everything that a publisher to {@code target} writes for a name. With whose rights makes no difference. */
    static Set<Destination> of(PublisherTarget target, ManagedName name) {
        var all = new LinkedHashSet<Destination>();
        switch (target) {
            case PublisherTarget.Rfc2136 rfc2136 -> all.add(new Records(rfc2136.server(), "", name.name()));
            case PublisherTarget.Alidns alidns ->
                all.add(new Records(alidns.access().endpoint().service(), alidns.line(), name.name()));
            case PublisherTarget.Gtm2 gtm ->
                gtm.pools()
                        .forEach(
                                pool -> all.add(new Pool(gtm.access().endpoint().service(), pool)));
            case PublisherTarget.Gtm3 gtm ->
                name.addresses()
                        .forEach(address ->
                                all.add(new Switch(gtm.access().endpoint().service(), address)));
        }
        return all;
    }

    /** Of all its names. */
    static Set<Destination> of(PublisherSettings settings) {
        var all = new LinkedHashSet<Destination>();
        settings.names().forEach(name -> all.addAll(of(settings.target(), name)));
        return all;
    }
}
