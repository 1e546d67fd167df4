package io.failoverd.dns.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.xbill.DNS.Type;

/**
 * The packaged daemon with the sample zone, and what it takes of the machine. Its heap of 64 MiB is touched at the start:
 * what it grows by later lies outside of the heap, and what is inside shows after a collection.
 */
final class MeasuredDaemon {
    private static final String JAVA_OPTIONS = "-Xms64m -Xmx64m -XX:+AlwaysPreTouch";
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);
    private static final double TICKS = 100;
    private static final Pattern USED = Pattern.compile("(?m)^ *(?:DefNew|Tenured) .*, used (\\d+)K");

    private final Path folder;
    private final Process process;
    private final InetSocketAddress server;

    private MeasuredDaemon(Path folder, Process process, InetSocketAddress server) {
        this.folder = folder;
        this.process = process;
        this.server = server;
    }

    /** Waits until it answers. It ends with this JVM at the latest. */
    static MeasuredDaemon start(Path folder, String launcher) throws IOException {
        int port = freePort();
        Files.writeString(folder.resolve("gslb.zone"), SampleZones.GSLB);
        Path config = Files.writeString(folder.resolve("config.yaml"), config(folder, port, freePort()));
        var builder = new ProcessBuilder(launcher, "run", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile());
        builder.environment().put("FAILOVERD_JAVA_OPTS", JAVA_OPTIONS);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var daemon = new MeasuredDaemon(folder, process, new InetSocketAddress(Ask.LOOPBACK, port));
        daemon.awaitAnswer();
        return daemon;
    }

    private static String config(Path folder, int dns, int admin) {
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

    private void awaitAnswer() throws IOException {
        byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
        long end = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
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

    InetSocketAddress address() {
        return server;
    }

    /** User and system time of all threads, also of ended ones. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    double residentMiB() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
        String line = status.stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return tenths(Long.parseLong(line.replaceAll("\\D", "")));
    }

    /** What is left in the heap after a collection. */
    double liveMiB() throws IOException {
        jcmd("GC.run");
        String heap = jcmd("GC.heap_info");
        List<Long> used = USED.matcher(heap)
                .results()
                .map((MatchResult each) -> Long.parseLong(each.group(1)))
                .toList();
        if (used.isEmpty()) {
            throw new IllegalStateException("no generations in: " + heap);
        }
        return tenths(used.stream().mapToLong(Long::longValue).sum());
    }

    private String jcmd(String command) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(jcmd, String.valueOf(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static double tenths(long kibibytes) {
        return Math.round(kibibytes / 102.4) / 10.0;
    }

    /** Whether it ended as it should. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
