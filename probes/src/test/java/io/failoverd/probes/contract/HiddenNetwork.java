package io.failoverd.probes.contract;

import static io.failoverd.probes.contract.Situation.little;
import static io.failoverd.probes.contract.Situation.waiting;

import io.failoverd.probes.contract.Situation.Play;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Probed;
import io.vertx.core.Future;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of our own ({@code unshare -rn}), and what goes wrong there: a network that swallows packets, one
 * whose host is gone, one that is forbidden, and none at all. Loopback, and one cable that ends in the air.
 */
final class HiddenNetwork {
    /** Whatever is sent there comes back by loopback, where nobody is meant, and is dropped without a word. */
    static final String BLACK_HOLE = "192.0.2.7";

    /** Nobody on the cable answers to who has this address. */
    static final String GONE = "198.51.100.7";

    private static final String GONE_V6 = "2001:db8:7::7";

    static final String FORBIDDEN = "203.0.113.7";

    /** There is no default route. */
    static final String NOWHERE = "198.18.9.9";

    /** 208 KiB by default, of which one takes 768 octets. */
    private static final int MORE_THAN_A_SOCKET_HOLDS = 600;

    private static final Path PING_GROUPS = Path.of("/proc/sys/net/ipv4/ping_group_range");

    private static final InetAddress NOT_OURS = InetAddress.ofLiteral("192.0.2.1");

    private HiddenNetwork() {}

    /** What a new namespace needs; ping stays forbidden, as the kernel has it. */
    static void lay() throws Exception {
        var lines = new ArrayList<>(List.of(
                "link set lo up",
                "address add 198.18.0.1/32 dev lo",
                "route add 192.0.2.0/24 dev lo src 198.18.0.1",
                "link add cable type veth peer name end",
                "address add 198.51.100.1/24 dev cable",
                "link set cable up",
                "link set end up",
                "ntable change name arp_cache dev cable retrans 100",
                "route add prohibit 203.0.113.0/24"));
        if (hasIpv6()) {
            lines.add("address add 2001:db8:7::1/64 dev cable nodad");
            lines.add("ntable change name ndisc_cache dev cable retrans 100");
        }
        for (String line : lines) {
            var command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(line.split(" ", -1)));
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("ip " + line + " ended with " + code);
            }
        }
    }

    private static boolean hasIpv6() {
        return Files.exists(Path.of("/proc/net/if_inet6"));
    }

    static void allowPing() throws IOException {
        Files.writeString(PING_GROUPS, "0 0");
    }

    /** All of them, in the order in which they can be had. */
    static List<Situation> situations() {
        var all = new ArrayList<Situation>();
        all.add(forbiddenPing());
        all.addAll(networks());
        all.addAll(exhausted());
        return all;
    }

    /** Before {@link #allowPing}. */
    static Situation forbiddenPing() {
        return little(
                Kind.ICMP,
                "a user that may not ping",
                "INCONCLUSIVE local_permission",
                stage -> stage.with(Kind.ICMP.check(0, null, stage.patient())));
    }

    /** After it. */
    static List<Situation> networks() {
        var all = new ArrayList<Situation>();
        var kinds = new ArrayList<>(Kind.STREAMS);
        kinds.add(Kind.DNS_UDP);
        kinds.add(Kind.ICMP);
        for (Kind kind : kinds) {
            boolean stream = Kind.STREAMS.contains(kind);
            String silence = stream ? "connect_timeout" : kind == Kind.ICMP ? "icmp_loss" : "first_byte_timeout";
            all.add(waiting(
                    kind,
                    "a network that swallows packets",
                    "DOWN " + silence,
                    stage -> stage.at(BLACK_HOLE, kind.check(80, null, stage.quick()))));
            all.add(gone(kind, "a host that is gone", GONE));
            if (hasIpv6()) {
                all.add(gone(kind, "a host that is gone, over IPv6", GONE_V6));
            }
            all.add(little(
                    kind,
                    "a network that is forbidden",
                    "INCONCLUSIVE local_error",
                    stage -> stage.at(FORBIDDEN, kind.check(80, null, stage.patient()))));
            all.add(little(
                    kind,
                    "no network at all",
                    "INCONCLUSIVE connect_unreachable",
                    stage -> stage.at(NOWHERE, kind.check(80, null, stage.patient()))));
        }
        all.add(little(
                Kind.ICMP,
                "a source address that is not ours",
                "INCONCLUSIVE local_address",
                stage -> stage.with(Kind.ICMP.check(0, NOT_OURS, stage.patient()))));
        all.add(new Situation(
                Kind.ICMP,
                "more echo requests than a socket holds",
                "INCONCLUSIVE local_limit",
                Situation.Cost.MUCH,
                HiddenNetwork::full));
        all.add(little(Kind.ICMP, "given up by ourselves", "INCONCLUSIVE local_error", stage -> {
            var target = stage.target(BLACK_HOLE, Kind.ICMP.check(0, null, stage.patient()));
            return () -> stage.start(target).compose(attempt -> {
                attempt.cancel();
                return attempt.outcome();
            });
        }));
        return all;
    }

    /**
     * The story: TCP learned at once that a host is gone, while datagrams and echo requests waited for their timeout, since
     * Linux tells them of it only if they ask. Patient, so that a timeout would be seen.
     */
    private static Situation gone(Kind kind, String story, String address) {
        return waiting(
                kind,
                story,
                "DOWN connect_unreachable",
                stage -> stage.at(address, kind.check(80, null, stage.patient())));
    }

    /**
     * The story: requests to hosts that are gone wait in the kernel until it knows, on the socket that all probes share;
     * what came next met a system error 11, which was our fault, but nobody could tell what to do about it.
     */
    private static Play full(Stage stage) throws Exception {
        // So that the socket is open, and the requests leave in order.
        stage.with(Kind.ICMP.check(0, null, stage.patient()))
                .probe()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Play swallowed = stage.at(BLACK_HOLE, Kind.ICMP.check(0, null, stage.patient()));
        return () -> {
            var before = new ArrayList<Future<Probed>>();
            for (int i = 0; i < MORE_THAN_A_SOCKET_HOLDS; i++) {
                before.add(stage.at("198.51.100." + (100 + i % 8), Kind.ICMP.check(0, null, stage.quick()))
                        .probe());
            }
            Future<Probed> last = swallowed.probe();
            return Future.join(before).compose(_ -> last);
        };
    }

    /** The last ones: until the stage is closed, this process cannot open anything. */
    static List<Situation> exhausted() {
        return List.of(Kind.values()).stream()
                .map(kind -> little(
                        kind, "no descriptor left", "INCONCLUSIVE local_descriptors", stage -> exhausted(stage, kind)))
                .toList();
    }

    private static Play exhausted(Stage stage, Kind kind) {
        // From an address that nobody has pinged from: the socket of another is there already.
        InetAddress source = kind == Kind.ICMP ? InetAddress.ofLiteral("127.0.0.77") : null;
        Play play = kind == Kind.ICMP
                ? stage.with(new IcmpCheck("icmp", 1, 0, LatencyLimits.NONE, source, stage.patient()))
                : stage.patiently(kind, 9);
        while (true) {
            try {
                stage.keep(new FileInputStream("/dev/null"));
            } catch (IOException _) {
                return play;
            }
        }
    }
}
