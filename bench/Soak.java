import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The soak test, run by bench/soak: the packaged daemon at its defaults, three gateways, one seeded plan of deaths. It
 * knows the truth about the gateways and holds the answers against it.
 */
public final class Soak {
    private static final String NAME = "www.soak.test";
    private static final List<String> ADDRESSES = List.of("127.0.0.21", "127.0.0.22", "127.0.0.23");
    private static final Duration QUERY_EVERY = Duration.ofMillis(100);
    private static final Duration LOST_AFTER = Duration.ofSeconds(2);

    /** The defaults: I 2 s + 10 %, F 3, S 0.5 s, T 3 s; the worst case of a hang is I + (F-1)·S + T, and two seconds for a noisy host. */
    private static final Duration WORST_DETECTION = Duration.ofMillis(2200 + 1000 + 3000 + 2000);

    enum Mode { ALIVE, REFUSES, ANSWERS_503, HANGS }

    /** A gateway of which we know the truth. */
    static final class Gateway {
        final String address;
        final int port;
        volatile Mode mode = Mode.ALIVE;
        volatile long since = System.nanoTime();
        private volatile ServerSocket server;
        private final Set<Socket> held = ConcurrentHashMap.newKeySet();

        Gateway(String address, int port) throws IOException {
            this.address = address;
            this.server = open(address, port);
            this.port = server.getLocalPort();
        }

        private ServerSocket open(String address, int port) throws IOException {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 64);
            Thread.startVirtualThread(() -> accept(socket));
            return socket;
        }

        void become(Mode next) throws IOException {
            if (next == Mode.REFUSES) {
                mode = next;
                server.close();
            } else {
                if (server.isClosed()) {
                    server = open(address, port);
                }
                mode = next;
            }
            since = System.nanoTime();
            for (Socket socket : held) {
                socket.close();
            }
            held.clear();
        }

        private void accept(ServerSocket from) {
            while (!from.isClosed()) {
                try {
                    Socket socket = from.accept();
                    Thread.startVirtualThread(() -> serve(socket));
                } catch (IOException _) {
                    // closed: the gateway is dead
                }
            }
        }

        private void serve(Socket socket) {
            try {
                InputStream in = socket.getInputStream();
                if (mode == Mode.HANGS) {
                    held.add(socket);
                    return;
                }
                byte[] buffer = new byte[4096];
                int read = in.read(buffer);
                if (read > 0) {
                    String status = mode == Mode.ANSWERS_503 ? "503 Service Unavailable" : "200 OK";
                    String body = "HTTP/1.1 " + status + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                    socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
                }
                socket.close();
            } catch (IOException _) {
                // the daemon went away
            }
        }
    }

    private final Random random;
    private final Duration length;
    private final List<Gateway> gateways = new ArrayList<>();
    private final Path folder = Files.createTempDirectory("failoverd-soak-");
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> overdue = new ConcurrentHashMap<>();
    private final List<JsonObject> samples = new ArrayList<>();
    private final List<Double> removalSeconds = new ArrayList<>();
    private final List<Double> returnSeconds = new ArrayList<>();
    private volatile boolean ended;
    private int sent;
    private int lost;
    private int unsound;
    private int wrongRemovals;
    private int missedRemovals;
    private int deaths;

    private Soak(Duration length, long seed) throws IOException {
        this.length = length;
        this.random = new Random(seed);
        gateways.add(new Gateway(ADDRESSES.getFirst(), 0));
        for (String address : ADDRESSES.subList(1, ADDRESSES.size())) {
            gateways.add(new Gateway(address, gateways.getFirst().port));
        }
    }

    public static void main(String[] args) throws Exception {
        var options = new java.util.HashMap<String, String>(Map.of("--minutes", "60", "--seed", "1"));
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        int minutes = Integer.parseInt(options.get("--minutes"));
        if (minutes < 1 || minutes > 240 || args.length % 2 != 0) {
            System.err.println("usage: bench/soak [--minutes 1..240] [--seed N] [--json FILE]");
            System.exit(2);
        }
        long seed = Long.parseLong(options.get("--seed"));
        JsonObject report = new Soak(Duration.ofMinutes(minutes), seed).run(options.get("--launcher"))
                .put("minutes", minutes).put("seed", seed);
        if (options.containsKey("--json")) {
            Files.writeString(Path.of(options.get("--json")), report.encodePrettily() + "\n");
        }
        boolean good = report.getInteger("wrongRemovals") == 0
                && report.getInteger("missedRemovals") == 0
                && report.getInteger("queriesLost") == 0
                && report.getInteger("unsoundAnswers") == 0;
        System.exit(good ? 0 : 1);
    }

    private JsonObject run(String launcher) throws Exception {
        int dns = freePort();
        int admin = freePort();
        Path config = Files.writeString(folder.resolve("config.yaml"), config(dns, admin));
        var builder = new ProcessBuilder(launcher, "run", "--config", config.toString(), "--state-dir", folder.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile());
        Process daemon = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::destroy));
        awaitAnswer(dns);
        Thread queries = Thread.ofPlatform().start(() -> query(dns));
        Thread.ofPlatform().daemon().start(this::plan);
        long begin = System.nanoTime();
        System.out.println("minute  RSS MiB             threads  fds     sent  lost  wrong  missed  deaths");
        for (int minute = 1; minute <= length.toMinutes(); minute++) {
            while (System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(minute)) {
                TimeUnit.MILLISECONDS.sleep(100);
                if (!daemon.isAlive()) {
                    throw new IllegalStateException("the daemon died, see " + folder.resolve("daemon.log"));
                }
            }
            sample(minute, daemon.pid());
        }
        ended = true;
        queries.join();
        daemon.destroy();
        boolean clean = daemon.waitFor(30, TimeUnit.SECONDS) && daemon.exitValue() == 0;
        JsonObject report = report(clean);
        System.out.println(report.copy().put("samples", "…").encodePrettily());
        System.out.println("the daemon's log: " + folder.resolve("daemon.log"));
        return report;
    }

    private String config(int dns, int admin) {
        var endpoints = new StringBuilder();
        for (Gateway gateway : gateways) {
            endpoints.append("      - {name: gw").append(gateways.indexOf(gateway) + 1)
                    .append(", address: ").append(gateway.address).append("}\n");
        }
        return """
            node: {name: soak, stateDir: state}
            dns: {listen: ["127.0.0.1:%d"]}
            zones:
              - name: soak.test
                ns: {ns1.soak.test: [127.0.0.1]}
            checks:
              page: {http: {scheme: http, port: %d, path: /}}
            services:
              - name: %s
                check: page
                policy: all
                endpoints:
            %sadmin: {listen: "127.0.0.1:%d"}
            """.formatted(dns, gateways.getFirst().port, NAME, endpoints, admin);
    }

    /** One gateway after the other dies, in one of three ways, and comes back; never the last one. */
    private void plan() {
        try {
            while (!ended) {
                TimeUnit.SECONDS.sleep(20 + random.nextInt(40));
                Gateway gateway = gateways.get(random.nextInt(gateways.size()));
                long alive = gateways.stream().filter(each -> each.mode == Mode.ALIVE).count();
                if (gateway.mode == Mode.ALIVE && alive > 1) {
                    deaths++;
                    gateway.become(List.of(Mode.REFUSES, Mode.ANSWERS_503, Mode.HANGS).get(random.nextInt(3)));
                    long dead = 15 + random.nextInt(75);
                    Thread.startVirtualThread(() -> revive(gateway, dead));
                }
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void revive(Gateway gateway, long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
            gateway.become(Mode.ALIVE);
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void query(int port) {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout((int) LOST_AFTER.toMillis());
            var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var question = Record.newRecord(Name.fromString(NAME + "."), Type.A, DClass.IN);
            long next = System.nanoTime();
            while (!ended) {
                next += QUERY_EVERY.toNanos();
                ask(socket, server, Message.newQuery(question));
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ask(DatagramSocket socket, InetSocketAddress server, Message query) throws IOException {
        byte[] bytes = query.toWire();
        sent++;
        socket.send(new DatagramPacket(bytes, bytes.length, server));
        var packet = new DatagramPacket(new byte[4096], 4096);
        try {
            Message answer;
            do {
                socket.receive(packet);
                answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            } while (answer.getHeader().getID() != query.getHeader().getID());
            judge(answer);
        } catch (java.net.SocketTimeoutException _) {
            lost++;
        }
    }

    private void judge(Message message) {
        var now = new HashSet<String>();
        for (Record record : message.getSection(Section.ANSWER)) {
            if (record instanceof ARecord a) {
                now.add(a.getAddress().getHostAddress());
            }
        }
        if (message.getRcode() != Rcode.NOERROR || now.isEmpty() || !ADDRESSES.containsAll(now)) {
            unsound++;
            return;
        }
        long at = System.nanoTime();
        for (Gateway gateway : gateways) {
            judge(gateway, now.contains(gateway.address), at);
        }
    }

    private void judge(Gateway gateway, boolean in, long at) {
        boolean was = in ? !answered.add(gateway.address) : answered.remove(gateway.address);
        Duration state = Duration.ofNanos(at - gateway.since);
        boolean alive = gateway.mode == Mode.ALIVE;
        if (!in && was) {
            if (alive && state.compareTo(WORST_DETECTION) > 0) {
                wrongRemovals++;
                System.out.println(Instant.now() + " WRONG removal of " + gateway.address + ", alive for " + state);
            } else if (!alive) {
                removalSeconds.add(state.toMillis() / 1e3);
            }
        } else if (in && !was && alive && !removalSeconds.isEmpty()) {
            returnSeconds.add(state.toMillis() / 1e3);
        }
        boolean late = in && !alive && state.compareTo(WORST_DETECTION) > 0;
        if (late && overdue.put(gateway.address, gateway.since) == null) {
            missedRemovals++;
            System.out.println(Instant.now() + " MISSED removal of " + gateway.address + ", dead for " + state);
        } else if (!late) {
            overdue.remove(gateway.address);
        }
    }

    private void sample(int minute, long pid) throws IOException {
        Map<String, String> status = new java.util.HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            String[] parts = line.split(":\\s+", 2);
            status.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        long rss = Long.parseLong(status.get("VmRSS").replace(" kB", "")) / 1024;
        int threads = Integer.parseInt(status.get("Threads"));
        long descriptors;
        try (var list = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            descriptors = list.count();
        }
        samples.add(new JsonObject().put("minute", minute).put("rssMiB", rss).put("threads", threads).put("descriptors", descriptors));
        System.out.printf(Locale.ROOT, "%6d  %7d  %18d  %3d  %7d  %4d  %5d  %6d  %6d%n",
                minute, rss, threads, descriptors, sent, lost, wrongRemovals, missedRemovals, deaths);
    }

    private JsonObject report(boolean clean) {
        return new JsonObject()
                .put("deaths", deaths)
                .put("removalsSeen", removalSeconds.size())
                .put("returnsSeen", returnSeconds.size())
                .put("wrongRemovals", wrongRemovals)
                .put("missedRemovals", missedRemovals)
                .put("queriesSent", sent)
                .put("queriesLost", lost)
                .put("unsoundAnswers", unsound)
                .put("removalSecondsMedian", median(removalSeconds))
                .put("removalSecondsMax", removalSeconds.stream().mapToDouble(d -> d).max().orElse(0))
                .put("returnSecondsMedian", median(returnSeconds))
                .put("cleanStop", clean)
                .put("samples", new JsonArray(samples));
    }

    private static double median(List<Double> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void awaitAnswer(int port) throws Exception {
        for (int i = 0; i < 600; i++) {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(100);
                byte[] query = Message.newQuery(Record.newRecord(Name.fromString(NAME + "."), Type.A, DClass.IN)).toWire();
                socket.send(new DatagramPacket(query, query.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                socket.receive(new DatagramPacket(new byte[512], 512));
                return;
            } catch (IOException _) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException("the daemon did not answer within a minute");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
