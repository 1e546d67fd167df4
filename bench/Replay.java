import io.failoverd.daemon.config.JournalSettings;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.daemon.journal.events.EventJournal;
import io.failoverd.daemon.journal.events.Run;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The replay bench, run by bench/replay: makes a journal of ten million probe results with the production engine and the
 * production journal, then has the packaged failoverd replay it, from start to exit, and measures that.
 */
public final class Replay {
    private static final long INTERVAL = 2_000_000_000L;
    private static final long HOUR = 3_600_000_000_000L;
    /** Each endpoint refuses for so long once in an hour. */
    private static final long REFUSES = 20_000_000_000L;

    private static final Instant MORNING = Instant.parse("2026-11-01T00:00:00Z");
    private static final String CHECK = "productpage";

    private static long results = 10_000_000;
    private static int services = 50;
    private static long seed = 1;
    private static Path launcher = Path.of("failoverd");
    private static Path json = Path.of("");
    private static String commit = "";
    private static volatile Optional<Process> replaying = Optional.empty();

    private record Due(long at, int service, int endpoint) {}

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                usage();
            }
            switch (args[i]) {
                case "--results" -> results = Math.clamp(Long.parseLong(args[i + 1]), 1, 100_000_000);
                case "--services" -> services = Math.clamp(Integer.parseInt(args[i + 1]), 1, 1000);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--launcher" -> launcher = Path.of(args[i + 1]);
                case "--commit" -> commit = args[i + 1];
                case "--json" -> json = Path.of(args[i + 1]);
                default -> usage();
            }
        }
        Path dir = Files.createTempDirectory("failoverd-replay");
        // However it ends: a journal of ten million results is a quarter of a gigabyte.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            replaying.ifPresent(Process::destroyForcibly);
            delete(dir);
        }));
        System.exit(measure(dir) ? 0 : 1);
    }

    private static void delete(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println(dir + " is left: " + e);
        }
    }

    private static void usage() {
        System.err.println("bench/replay [--results 10000000] [--services 50] [--seed 1] [--json FILE]");
        System.exit(2);
    }

    private static boolean measure(Path dir) throws Exception {
        long begun = System.nanoTime();
        make(dir);
        double making = (System.nanoTime() - begun) / 1e9;
        long bytes = Files.size(dir.resolve("journal.db"));
        System.err.printf(Locale.ROOT, "journal of %d results made in %.1f s, %.1f bytes a result%n", results, making,
                (double) bytes / results);
        var values = new TreeMap<String, Object>();
        values.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        values.put("commit", commit);
        values.put("results", results);
        values.put("endpoints", services * 2);
        values.put("seed", seed);
        values.put("cores", Runtime.getRuntime().availableProcessors());
        values.put("loadBefore", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        values.put("java", Runtime.version().toString());
        values.put("journalBytes", bytes);
        values.put("bytesAResult", Math.round(10.0 * bytes / results) / 10.0);
        values.put("makingSeconds", Math.round(making * 10) / 10.0);
        boolean good = true;
        Path other = otherConfig(dir);
        for (boolean whatIf : new boolean[] {false, true}) {
            double busyBefore = busySeconds();
            var command = new ArrayList<>(List.of(launcher.toString(), "replay", "--journal", dir.toString(), "--json"));
            if (whatIf) {
                command.addAll(List.of("--config", other.toString()));
            }
            Path out = dir.resolve("out.json");
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            replaying = Optional.of(process);
            // Other work on the machine takes wall time from us, and not this.
            Duration cpu = Duration.ZERO;
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                cpu = process.info().totalCpuDuration().orElse(cpu);
            }
            int code = process.exitValue();
            double seconds = (System.nanoTime() - start) / 1e9;
            var report = new JsonObject(Files.readString(out, StandardCharsets.UTF_8));
            String name = whatIf ? "sideBySide" : "exact";
            good &= code == 0 && report.getLong("steps") > results;
            values.put(name + "Seconds", Math.round(seconds * 10) / 10.0);
            values.put(name + "CpuSeconds", Math.round(cpu.toMillis() / 100.0) / 10.0);
            double others = Math.max(0, busySeconds() - busyBefore - cpu.toMillis() / 1e3);
            values.put(name + "OthersCpuSeconds", Math.round(others * 10) / 10.0);
            values.put(name + "StepsASecond", Math.round(report.getLong("steps") / seconds));
            values.put(name + "ExitCode", code);
            if (!whatIf) {
                values.put("steps", report.getLong("steps"));
                values.put("decisions", report.getLong("decisions"));
                values.put("differing", report.getLong("differing"));
            }
            System.out.printf(Locale.ROOT,
                    "%-12s %d steps in %.1f s (%.1f s of CPU, others %.1f s): %.0f a second, exit code %d%n",
                    name, report.getLong("steps"), seconds, cpu.toMillis() / 1e3, others,
                    report.getLong("steps") / seconds, code);
        }
        if (!json.toString().isEmpty()) {
            Files.writeString(json, new JsonObject(values).encodePrettily() + "\n");
        }
        return good;
    }

    /** What all cores have worked since the machine started; 0 where Linux does not tell. */
    private static double busySeconds() throws IOException {
        Path stat = Path.of("/proc/stat");
        if (!Files.isReadable(stat)) {
            return 0;
        }
        // cpu user nice system idle iowait irq softirq steal, in hundredths: see proc_stat(5)
        String[] times = Files.readAllLines(stat).getFirst().split(" +");
        double busy = 0;
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
            busy += Long.parseLong(times[i]) / 100.0;
        }
        return busy;
    }

    private static String service(int number) {
        return "s%03d.gslb.example.com".formatted(number);
    }

    private static InetAddress address(int service, int endpoint) throws IOException {
        return InetAddress.getByAddress(new byte[] {10, (byte) endpoint, (byte) (service >> 8), (byte) service});
    }

    private static Plan plan() throws IOException {
        var rule = new CheckRule(
                CHECK, Duration.ofSeconds(2), HealthPolicy.inARow(3, 6, Duration.ofMillis(900)), false);
        var hold = new HoldDown(Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofHours(1));
        var rules = new PoolRules(
                new PoolPolicy.All(),
                new TtlPolicy(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                1,
                Duration.ofSeconds(60),
                new AllDown.FailOpen(),
                EndpointPolicy.of(rule, hold),
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
        var plans = new ArrayList<ServicePlan>();
        for (int i = 0; i < services; i++) {
            plans.add(new ServicePlan(service(i), rules, Maintenance.NONE, List.of(
                    new EndpointPlan("hangzhou", "cn-hangzhou", address(i, 0)),
                    new EndpointPlan("shanghai", "cn-shanghai", address(i, 1)))));
        }
        return new Plan(plans, SentinelPlan.NONE, null);
    }

    /** The same with five failures instead of three. */
    private static Path otherConfig(Path dir) throws IOException {
        var text = new StringBuilder("""
                node: {name: bench}
                zones:
                  - {name: gslb.example.com, ns: {ns1.gslb.example.com: [198.51.100.1]}}
                checks:
                  productpage: {http: {scheme: http, path: /}, interval: 2s, recheck: 500ms, fall: 5}
                services:
                """);
        for (int i = 0; i < services; i++) {
            text.append("  - name: ").append(service(i)).append("\n    check: productpage\n    endpoints:\n")
                    .append("      - {name: hangzhou, region: cn-hangzhou, address: ")
                    .append(address(i, 0).getHostAddress()).append("}\n")
                    .append("      - {name: shanghai, region: cn-shanghai, address: ")
                    .append(address(i, 1).getHostAddress()).append("}\n");
        }
        return Files.writeString(dir.resolve("other.yaml"), text);
    }

    /** Probes every two seconds, give or take a tenth, with the noise of real ones. */
    private static void make(Path dir) throws Exception {
        var chance = new SplittableRandom(seed);
        var run = new Run("bench", "bench", new Moment(1_000_000_000L), MORNING, 0, 1_000_000_000L);
        boolean shown = System.console() != null && System.console().isTerminal();
        try (EventJournal journal = EventJournal.open(dir, run, new JournalSettings(Duration.ofDays(10_000), 1L << 40))) {
            World world = run.world();
            world = step(journal, world, new Event.Configured(plan(), Memory.NONE), run.start());
            var queue = new PriorityQueue<Due>(Comparator.comparingLong(Due::at));
            var targets = new TargetId[services][2];
            for (int i = 0; i < services; i++) {
                targets[i][0] = new TargetId(service(i), "hangzhou", CHECK);
                targets[i][1] = new TargetId(service(i), "shanghai", CHECK);
                queue.add(new Due(run.start().nanos() + chance.nextLong(INTERVAL), i, 0));
                queue.add(new Due(run.start().nanos() + chance.nextLong(INTERVAL), i, 1));
            }
            long last = run.start().nanos();
            for (long done = 0; done < results; done++) {
                Due due = queue.remove();
                long phase = (due.at() + due.service() * 37_000_000_000L + due.endpoint() * HOUR / 2) % HOUR;
                Probed probed = probe(targets[due.service()][due.endpoint()], due.at(), phase < REFUSES, chance);
                last = Math.max(last, probed.finishedAt().nanos() + 20_000 + chance.nextLong(200_000));
                world = step(journal, world, new Event.ProbeFinished(probed), new Moment(last));
                queue.add(new Due(
                        due.at() + INTERVAL * 9 / 10 + chance.nextLong(INTERVAL / 5), due.service(), due.endpoint()));
                if (done % 4096 == 0) {
                    while (journal.health().waiting() > 8192) {
                        Thread.onSpinWait();
                    }
                    if (shown && done % (4096 * 64) == 0) {
                        System.err.print("\rmaking the journal: " + done * 100 / results + " %");
                    }
                }
            }
            if (shown) {
                System.err.print("\r\u001B[K");
            }
            if (journal.health().dropped() > 0) {
                throw new IllegalStateException("the disk is too slow for this bench: " + journal.health());
            }
        }
    }

    private static Probed probe(TargetId target, long at, boolean refuses, SplittableRandom chance) {
        long connect = noisy(12_000_000, chance);
        long tls = noisy(18_000_000, chance);
        long firstByte = noisy(9_000_000, chance);
        long total = refuses ? connect : connect + tls + firstByte + chance.nextLong(400_000);
        return new Probed(
                target,
                new Moment(at),
                new Moment(at + total),
                refuses
                        ? PhaseTimings.ofTotal(Duration.ofNanos(total))
                        : new PhaseTimings(
                                Duration.ofNanos(connect),
                                Duration.ofNanos(tls),
                                Duration.ofNanos(firstByte),
                                Duration.ofNanos(total)),
                refuses
                        ? new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "connection refused")
                        : new ProbeResult.Up("HTTP 200"));
    }

    private static long noisy(long mean, SplittableRandom chance) {
        return Math.round(mean * Math.exp(0.3 * chance.nextGaussian()));
    }

    private static World step(EventJournal journal, World before, Event event, Moment now) {
        Step step = Engine.step(before, event, now);
        journal.stepped(before, event, now, step.effects());
        return step.world();
    }
}
