package io.failoverd.probes.contract;

import static io.failoverd.probes.contract.Situation.little;
import static io.failoverd.probes.contract.Situation.waiting;

import io.failoverd.probes.Gateway;
import io.failoverd.probes.contract.Situation.Play;
import io.failoverd.probes.model.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What befalls every probe over TCP, whatever is said on the connection. */
final class Connecting {
    static final String FULL = "a full backlog";

    private static final InetAddress NOT_OURS = InetAddress.ofLiteral("192.0.2.1");

    private Connecting() {}

    static List<Situation> situations() {
        var all = new ArrayList<Situation>();
        for (Kind kind : Kind.STREAMS) {
            all.addAll(List.of(
                    little(
                            kind,
                            "nobody listens",
                            "DOWN connect_refused",
                            stage -> stage.patiently(kind, stage.closedPort())),
                    waiting(kind, FULL, "DOWN connect_timeout", stage -> stage.quickly(kind, stage.fullPort())),
                    little(
                            kind,
                            "a reset that overtakes the news of the connection",
                            "DOWN connect_reset",
                            stage -> resetWhileConnecting(stage, kind)),
                    little(
                            kind,
                            "an address that nobody can connect to",
                            "INCONCLUSIVE connect_unreachable",
                            stage -> stage.at("127.255.255.255", kind.check(80, null, stage.patient()))),
                    little(
                            kind,
                            "a source address that is not ours",
                            "INCONCLUSIVE local_address",
                            stage -> stage.with(kind.check(stage.closedPort(), NOT_OURS, stage.patient()))),
                    little(kind, "given up by ourselves", "INCONCLUSIVE local_error", stage -> givenUp(stage, kind))));
            if (kind != Kind.TCP) {
                all.addAll(answers(kind));
            }
            if (kind == Kind.TLS || kind == Kind.HTTP) {
                all.add(whileLate(kind));
            }
        }
        return all;
    }

    /** Of those that wait for one. */
    private static List<Situation> answers(Kind kind) {
        String hanging = kind == Kind.TLS || kind == Kind.HTTPS ? "DOWN tls_timeout" : "DOWN first_byte_timeout";
        return List.of(
                waiting(
                        kind,
                        "accepts and says nothing",
                        hanging,
                        stage -> stage.quickly(kind, stage.hanging().port())),
                little(
                        kind,
                        "accepts and closes",
                        "DOWN closed_early",
                        stage -> stage.patiently(kind, stage.gateway(_ -> {}).port())),
                little(
                        kind,
                        "accepts and resets at the first word",
                        "DOWN closed_early",
                        stage -> stage.patiently(
                                kind,
                                stage.gateway(socket -> {
                                            socket.getInputStream().read();
                                            socket.setSoLinger(true, 0);
                                        })
                                        .port())));
    }

    private static Situation whileLate(Kind kind) {
        return new Situation(
                kind,
                "accepts and says nothing, while this host is late",
                "INCONCLUSIVE local_overload",
                Situation.Cost.MUCH,
                stage -> {
                    Target target = stage.target(
                            Stage.ADDRESS, kind.check(stage.hanging().port(), null, stage.quick()));
                    return () -> stage.startAndHold(target, () -> false, stage.late());
                });
    }

    /** Whoever is late to hear of a connection hears of its end alone. */
    private static Play resetWhileConnecting(Stage stage, Kind kind) {
        var resets = new AtomicLong();
        Gateway gateway = stage.gateway(socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
            resets.incrementAndGet();
        });
        Target target = stage.target(Stage.ADDRESS, kind.check(gateway.port(), null, stage.patient()));
        var probes = new AtomicLong();
        return () -> {
            long mine = probes.incrementAndGet();
            return stage.startAndHold(target, () -> resets.get() >= mine, Duration.ofSeconds(2));
        };
    }

    private static Play givenUp(Stage stage, Kind kind) {
        // On the event loop, right after it began: no news of the connection can come in between.
        Target target = stage.target(Stage.ADDRESS, kind.check(stage.hanging().port(), null, stage.patient()));
        return () -> stage.start(target).compose(attempt -> {
            attempt.cancel();
            return attempt.outcome();
        });
    }
}
