package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.model.ManagedName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which places have a publisher: two of one place would undo each other's writes. */
final class Destinations {
    /** A service that is to be published, and where that is written. */
    record Wanted(String service, Value at) {}

    /**
     * What one publisher alone may write.
     *
     * @param place equal for the same records
     * @param as with whose rights
     * @param unless what would make others of somebody with other rights
     */
    private record Claim(Object place, String text, Object as, String unless) {}

    /** The records of a service at a server. */
    private record Records(Object server, String line, String service) {}

    /** A pool of addresses, whatever service it is for. */
    private record Pool(Object api, String pool) {}

    private record Holder(Value at, Object as) {}

    /** What takes an address of GTM 3.0 out of everything that has it. */
    private record Switch(AliyunAccess.Endpoint api, AliyunAccess.AccessReference as, InetAddress address) {}

    /** So many are named in one line. */
    private static final int MAX_SHOWN = 3;

    private final Map<Object, Holder> held = new HashMap<>();
    private final Map<Switch, String> switches = new HashMap<>();

    /** One word about each pair of publishers is enough. */
    void take(List<Wanted> wanted, PublisherTarget target) {
        boolean said = false;
        for (Wanted each : wanted) {
            for (Claim claim : claims(each.service(), target)) {
                Holder first = held.putIfAbsent(claim.place(), new Holder(each.at(), claim.as()));
                if (first == null || said) {
                    continue;
                }
                said = true;
                tell(claim, each.at(), first);
            }
        }
    }

    /** Warns of an address that two services would switch; one word about each publisher is enough. */
    void share(List<ManagedName> names, PublisherTarget target, Value services) {
        if (!(target instanceof PublisherTarget.Gtm3 gtm)) {
            return;
        }
        for (ManagedName name : names) {
            for (InetAddress address : name.addresses()) {
                String first = switches.putIfAbsent(
                        new Switch(
                                gtm.access().endpoint().service(), gtm.access().credentials(), address),
                        name.name());
                if (first != null && !first.equals(name.name())) {
                    services.warning(
                            address.getHostAddress() + " is one of " + first + " and of " + name.name()
                                    + ", and an address of GTM 3.0 has one switch for both: where they differ, each undoes"
                                    + " what the other wrote",
                            "give them addresses of their own, or the same check and policy");
                    return;
                }
            }
        }
    }

    private static void tell(Claim claim, Value at, Holder first) {
        String text = claim.text() + " at " + first.at().path() + ", line "
                + first.at().place().line();
        if (claim.as().equals(first.as())) {
            at.error(text, "keep one");
        } else {
            at.warning(text + ": both write the same records unless " + claim.unless(), null);
        }
    }

    private static List<Claim> claims(String service, PublisherTarget target) {
        return switch (target) {
            case PublisherTarget.Rfc2136 rfc2136 ->
                List.of(new Claim(
                        new Records(rfc2136.server(), "", service),
                        service + " is already published to " + Addresses.text(rfc2136.server()),
                        rfc2136.key() == null ? "" : rfc2136.key().name(),
                        "each key has a view of its own"));
            case PublisherTarget.Alidns alidns ->
                List.of(new Claim(
                        new Records(alidns.access().endpoint().service(), alidns.line(), service),
                        service + " is already published to the line " + alidns.line() + " of Alidns",
                        alidns.access().credentials(),
                        "each key is that of another account"));
            case PublisherTarget.Gtm2 gtm -> pools(gtm.access(), gtm.pools());
            case PublisherTarget.Gtm3 gtm -> {
                // Whether its pools are named or looked up: its addresses have one switch.
                var all = new ArrayList<>(pools(gtm.access(), gtm.pools()));
                all.add(new Claim(
                        new Records(gtm.access().endpoint().service(), "gtm", service),
                        service + " is already published to GTM 3.0",
                        gtm.access().credentials(),
                        "each key is that of another account"));
                yield all;
            }
        };
    }

    /** A pool belongs to one account, so that another key makes no difference. */
    private static List<Claim> pools(AliyunAccess access, List<String> pools) {
        return pools.stream()
                .map(pool -> new Claim(
                        new Pool(access.endpoint().service(), pool),
                        "the GTM pool " + pool + " already has a publisher",
                        "",
                        ""))
                .toList();
    }

    /** Whether a service that is named for {@code there} is not meant where an entry names none. */
    static boolean instead(PublisherTarget there, PublisherTarget here) {
        if (!(here instanceof PublisherTarget.Alidns zone)) {
            return false;
        }
        AliyunAccess.Endpoint api = zone.access().endpoint().service();
        return switch (there) {
            case PublisherTarget.Rfc2136 _ -> false;
            case PublisherTarget.Alidns alidns ->
                alidns.line().equals(zone.line())
                        && alidns.access().endpoint().service().equals(api);
            // What GTM answers for is an alias in its zone, beside which there can be no address.
            case PublisherTarget.Gtm2 gtm -> gtm.access().endpoint().service().equals(api);
            case PublisherTarget.Gtm3 gtm -> gtm.access().endpoint().service().equals(api);
        };
    }

    /** Services, and who names each. */
    static String some(Map<String, String> elsewhere) {
        String shown = elsewhere.entrySet().stream()
                .limit(MAX_SHOWN)
                .map(each -> each.getKey() + ", which " + each.getValue() + " names")
                .collect(Collectors.joining("; "));
        int more = elsewhere.size() - MAX_SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
