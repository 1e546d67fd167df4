package io.failoverd.dns.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.xbill.DNS.Type;

/**
 * The command behind {@code bench/malformed}: a million bad packets at the packaged daemon, and what they cost it in CPU
 * and memory beside as many good ones that are sent in the same way.
 */
public final class PacketStormBench {
    private static final double MOST_GOOD_ONES = 3;
    /** What the memory of a JVM with a bounded heap may still do after a tenth of the packets. */
    private static final double FLAT_MIB = 16;

    private static final int PARTS = 10;
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);
    private static final double TICKS = 100;
    private static final byte[] GOOD = Ask.query(SampleZones.WWW, Type.A).toWire();

    private final Path folder;
    private final Process daemon;
    private final InetSocketAddress server;
    private final JsonArray resident = new JsonArray();

    private PacketStormBench(Path folder, String launcher) throws IOException {
        this.folder = folder;
        int port = freePort();
        this.server = new InetSocketAddress(Ask.LOOPBACK, port);
        Files.writeString(folder.resolve("gslb.zone"), SampleZones.GSLB);
        Path config = Files.writeString(folder.resolve("config.yaml"), config(port, freePort()));
        var builder = new ProcessBuilder(launcher, "run", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile());
        builder.environment().put("FAILOVERD_JAVA_OPTS", "-Xmx64m");
        this.daemon = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::destroy));
    }

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<>(Map.of("--packets", "1000000", "--seed", "1", "--commit", ""));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        long packets = Long.parseLong(options.get("--packets"));
        if (arguments.length % 2 != 0 || packets < PARTS || packets > 100_000_000) {
            System.err.println("usage: bench/malformed [--packets 1000000] [--seed 1] [--json FILE]");
            System.exit(2);
        }
        var bench = new PacketStormBench(Path.of(options.get("--folder")), options.get("--launcher"));
        JsonObject report =
                bench.run(packets, Long.parseLong(options.get("--seed"))).put("commit", options.get("--commit"));
        System.out.println(report.encodePrettily());
        if (options.containsKey("--json")) {
            Files.writeString(Path.of(options.get("--json")), report.encodePrettily() + "\n");
        }
        System.exit(report.getBoolean("good") ? 0 : 1);
    }

    private String config(int dns, int admin) {
        return """
            node: {name: malformed, stateDir: %s/state}
            dns: {listen: ["127.0.0.1:%d"]}
            zones:
              - {name: gslb.example.com, file: gslb.zone}
            checks:
              port: {tcp: {port: %d}}
            services:
              - {name: %s, check: port, endpoints: [{name: one, region: one, address: 127.0.0.1}]}
              - {name: %s, check: port, endpoints: [{name: one, region: one, address: 127.0.0.1}]}
            admin: {listen: "127.0.0.1:%d"}
            """.formatted(folder, dns, admin, SampleZones.WWW, SampleZones.API, admin);
    }

    private JsonObject run(long packets, long seed) throws Exception {
        awaitAnswer();
        var report = new JsonObject()
                .put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString())
                .put("packets", packets)
                .put("seed", seed);
        // Both ways of a packet are compiled before either is measured.
        phase("warming", () -> GOOD, packets / PARTS, Optional.empty());
        phase("warming", new BadPackets(seed + 1)::next, packets / PARTS, Optional.empty());
        JsonObject udp = compared("udp", packets / 2, seed, Optional.empty());
        JsonObject tcp = compared("tcp", packets - packets / 2, seed, Optional.of(packets));
        daemon.destroy();
        boolean stopped = daemon.waitFor(30, TimeUnit.SECONDS) && daemon.exitValue() == 0;
        double grown = resident.getDouble(resident.size() - 1) - resident.getDouble(1);
        return report.put("udp", udp)
                .put("tcp", tcp)
                .put("residentMiB", resident)
                .put("grownMiB", grown)
                .put("cleanStop", stopped)
                .put("good", stopped && grown <= FLAT_MIB && cheap(udp) && cheap(tcp));
    }

    private static boolean cheap(JsonObject transport) {
        return transport.getDouble("badByGood") <= MOST_GOOD_ONES;
    }

    /** A measured phase: what it cost, and what became of it. */
    private record Phase(double cpuSeconds, double wallSeconds, PacketStorm.Outcome outcome) {
        /** The normal queries between the packets are good ones, and paid for as such. */
        double micros(double ofSensible) {
            return (cpuSeconds * 1e6 - outcome.asked() * ofSensible) / outcome.sent();
        }

        double microsOfEach() {
            return cpuSeconds * 1e6 / (outcome.sent() + outcome.asked());
        }

        JsonObject json() {
            return new JsonObject()
                    .put("cpuSeconds", cpuSeconds)
                    .put("wallSeconds", Math.round(wallSeconds * 10) / 10.0)
                    .put("sent", outcome.sent())
                    .put("answers", outcome.answers())
                    .put("normalQueries", outcome.asked())
                    .put("connections", outcome.connections())
                    .put("longestMillis", Math.round(outcome.longestMillis() * 10) / 10.0);
        }
    }

    private JsonObject compared(String transport, long packets, long seed, Optional<Long> onOne) throws IOException {
        var source = new BadPackets(seed);
        Phase bad = null;
        for (int part = 0; part < PARTS; part++) {
            Phase next = phase(transport, source::next, packets / PARTS, onOne);
            bad = bad == null ? next : sum(bad, next);
            resident.add(residentMiB());
        }
        // Bad packets end connections. The good ones get as many.
        Optional<Long> alike = Optional.empty();
        if (onOne.isPresent()) {
            alike = Optional.of(Math.max(1, packets / Math.max(1, bad.outcome().connections())));
        }
        Phase good = phase(transport, () -> GOOD, packets, alike);
        double goodMicros = good.microsOfEach();
        double badMicros = bad.micros(goodMicros);
        return new JsonObject()
                .put("bad", bad.json())
                .put("good", good.json())
                .put("badMicros", Math.round(badMicros * 100) / 100.0)
                .put("goodMicros", Math.round(goodMicros * 100) / 100.0)
                .put("badByGood", Math.round(badMicros / goodMicros * 100) / 100.0);
    }

    private static Phase sum(Phase one, Phase other) {
        PacketStorm.Outcome a = one.outcome();
        PacketStorm.Outcome b = other.outcome();
        return new Phase(
                one.cpuSeconds() + other.cpuSeconds(),
                one.wallSeconds() + other.wallSeconds(),
                new PacketStorm.Outcome(
                        a.sent() + b.sent(),
                        a.answers() + b.answers(),
                        a.asked() + b.asked(),
                        a.connections() + b.connections(),
                        Math.max(a.longestMillis(), b.longestMillis())));
    }

    private Phase phase(String what, Supplier<byte[]> packets, long count, Optional<Long> onOne) throws IOException {
        double cpu = cpuSeconds();
        long began = System.nanoTime();
        var storm = new PacketStorm(server, packets);
        PacketStorm.Outcome outcome = onOne.isPresent() ? storm.tcp(count, onOne.get()) : storm.udp(count);
        var phase = new Phase(cpuSeconds() - cpu, (System.nanoTime() - began) / 1e9, outcome);
        System.err.printf(
                "%s: %,d packets in %.1f s, %.1f MiB resident%n",
                what, outcome.sent(), phase.wallSeconds(), residentMiB());
        return phase;
    }

    /** User and system time of all threads, also of ended ones. */
    private double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + daemon.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    private double residentMiB() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/status"));
        String line = status.stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Math.round(Long.parseLong(line.replaceAll("\\D", "")) / 102.4) / 10.0;
    }

    private void awaitAnswer() throws IOException {
        byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
        long end = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (System.nanoTime() < end && daemon.isAlive()) {
            if (answers(query)) {
                return;
            }
        }
        throw new IllegalStateException("the daemon did not answer: " + Files.readString(folder.resolve("daemon.log")));
    }

    private boolean answers(byte[] query) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(100);
            // Not connected: a refusal would come back at once, and the caller would spin.
            socket.send(new DatagramPacket(query, query.length, server));
            socket.receive(new DatagramPacket(new byte[512], 512));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
