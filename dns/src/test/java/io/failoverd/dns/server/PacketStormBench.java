package io.failoverd.dns.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.xbill.DNS.Type;

/**
 * The command behind {@code bench/malformed}: a million bad packets at the packaged daemon, and what they cost it in CPU
 * and memory beside as many good ones that are sent in the same way. Bad and good ones take turns, so that a machine that
 * is slow for a while is slow for both, and both are compiled before either is measured.
 */
public final class PacketStormBench {
    private static final double MOST_GOOD_ONES = 3;
    /** What the JVM may still take outside of its heap once a transport is warm: code, classes, buffers. */
    private static final double FLAT_MIB = 16;
    /** What may still be learned inside: what the daemon's own work keeps in the meantime. */
    private static final double FLAT_LIVE_MIB = 2;

    private static final int PARTS = 10;
    /** Packets of each kind that a transport gets first: the optimizing compiler is done with it after a few ten thousand. */
    private static final long WARMING = 50_000;

    private static final byte[] GOOD = Ask.query(SampleZones.WWW, Type.A).toWire();

    private final MeasuredDaemon daemon;

    private PacketStormBench(MeasuredDaemon daemon) {
        this.daemon = daemon;
    }

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<>(Map.of("--packets", "1000000", "--seed", "1", "--commit", ""));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        long packets = Long.parseLong(options.get("--packets"));
        if (arguments.length % 2 != 0 || packets < 2 * PARTS || packets > 100_000_000) {
            System.err.println("usage: bench/malformed [--packets 1000000] [--seed 1] [--json FILE]");
            System.exit(2);
        }
        var daemon = MeasuredDaemon.start(Path.of(options.get("--folder")), options.get("--launcher"));
        JsonObject report = new PacketStormBench(daemon)
                .run(packets, Long.parseLong(options.get("--seed")))
                .put("commit", options.get("--commit"));
        System.out.println(report.encodePrettily());
        if (options.containsKey("--json")) {
            Files.writeString(Path.of(options.get("--json")), report.encodePrettily() + "\n");
        }
        System.exit(report.getBoolean("good") ? 0 : 1);
    }

    private JsonObject run(long packets, long seed) throws Exception {
        var machine = new Machine();
        JsonObject udp = compared(Transport.UDP, packets / 2, seed);
        JsonObject tcp = compared(Transport.TCP, packets - packets / 2, seed);
        boolean stopped = daemon.stop();
        return new JsonObject()
                .put("command", "bench/malformed --packets %d --seed %d".formatted(packets, seed))
                .put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString())
                .put("packets", packets)
                .put("seed", seed)
                .mergeIn(machine.json())
                .put("udp", udp)
                .put("tcp", tcp)
                .put("cleanStop", stopped)
                .put("good", stopped && udp.getBoolean("passed") && tcp.getBoolean("passed"));
    }

    /** A measured phase: what it cost, and what became of it. */
    private record Phase(double cpuSeconds, double wallSeconds, PacketStorm.Outcome outcome) {
        static final Phase NONE = new Phase(0, 0, new PacketStorm.Outcome(0, 0, 0, 0, 0));

        Phase plus(Phase other) {
            return new Phase(
                    cpuSeconds + other.cpuSeconds, wallSeconds + other.wallSeconds, outcome.plus(other.outcome));
        }

        /** The normal queries between the packets are good ones, and paid for as such. */
        double micros(double ofSensible) {
            return (cpuSeconds * 1e6 - outcome.asked() * ofSensible) / outcome.sent();
        }

        double microsOfEach() {
            return cpuSeconds * 1e6 / (outcome.sent() + outcome.asked());
        }

        /** Packets on one connection, without the normal query behind them, where the good ones are to have as many. */
        double onOne() {
            return Math.max(1, (outcome.sent() + outcome.asked()) / (double) outcome.connections() - 1);
        }

        JsonObject json() {
            return new JsonObject()
                    .put("cpuSeconds", rounded(cpuSeconds))
                    .put("wallSeconds", rounded(wallSeconds))
                    .put("sent", outcome.sent())
                    .put("answers", outcome.answers())
                    .put("normalQueries", outcome.asked())
                    .put("connections", outcome.connections())
                    .put("longestMillis", Math.round(outcome.longestMillis() * 10) / 10.0);
        }
    }

    private JsonObject compared(Transport transport, long packets, long seed) throws IOException {
        double onOne = phase(transport, new BadPackets(seed + 1)::next, WARMING, WARMING)
                .onOne();
        phase(transport, () -> GOOD, WARMING, onOne);
        double live = daemon.liveMiB();
        double resident = daemon.residentMiB();
        var source = new BadPackets(seed);
        Phase bad = Phase.NONE;
        Phase good = Phase.NONE;
        var residents = new JsonArray().add(resident);
        for (int part = 0; part < PARTS; part++) {
            // Bad packets end connections. The good ones get as many.
            bad = bad.plus(phase(transport, source::next, packets / PARTS, (double) packets));
            good = good.plus(phase(transport, () -> GOOD, packets / PARTS, bad.onOne()));
            residents.add(daemon.residentMiB());
        }
        Optional<Phase> together = transport == Transport.TCP
                ? Optional.of(phase(transport, () -> GOOD, packets, (double) packets))
                : Optional.empty();
        double grown = residents.stream()
                        .skip(1)
                        .mapToDouble(each -> (double) each)
                        .max()
                        .orElseThrow()
                - resident;
        double kept = daemon.liveMiB() - live;
        System.err.printf("%s: %,d bad packets, %.1f MiB more resident%n", transport, packets, grown);
        double goodMicros = good.microsOfEach();
        double badMicros = bad.micros(goodMicros);
        var report = new JsonObject()
                .put("bad", bad.json())
                .put("good", good.json())
                .put("badMicros", rounded(badMicros))
                .put("goodMicros", rounded(goodMicros))
                .put("badByGood", rounded(badMicros / goodMicros));
        together.ifPresent(phase -> report.put("goodOnOneConnectionMicros", rounded(phase.microsOfEach())));
        return report.put("residentMiB", residents)
                .put("grownMiB", rounded(grown))
                .put("liveGrownMiB", rounded(kept))
                .put("passed", grown <= FLAT_MIB && kept <= FLAT_LIVE_MIB && badMicros <= MOST_GOOD_ONES * goodMicros);
    }

    private static double rounded(double figure) {
        return Math.round(figure * 100) / 100.0;
    }

    private Phase phase(Transport transport, Supplier<byte[]> packets, long count, double onOne) throws IOException {
        double cpu = daemon.cpuSeconds();
        long began = System.nanoTime();
        var storm = new PacketStorm(daemon.address(), packets);
        PacketStorm.Outcome outcome = transport == Transport.TCP ? storm.tcp(count, onOne) : storm.udp(count);
        return new Phase(daemon.cpuSeconds() - cpu, (System.nanoTime() - began) / 1e9, outcome);
    }
}
