package io.failoverd.daemon.cli;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.admin.ProbeJson;
import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.run.AllProbers;
import io.failoverd.daemon.run.EventLoops;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.ProbeLimits;
import io.failoverd.probes.ProbeLoop;
import io.failoverd.probes.http.HttpProber;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TlsCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code failoverd probe}: one round of probes from here, without a daemon. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Probes every endpoint once from here and shows how long each phase took. No daemon is needed or asked.",
            "Exit code 1 if a target is DOWN, or could not be judged."
        },
        footer = {"", "Example:", "  failoverd probe --config /etc/failoverd/config.yaml www.gslb.example.com"})
final class ProbeCommand implements Callable<Integer> {
    /** Loading TLS on a slow machine, over the sum of the probes' own timeouts. */
    private static final Duration START_UP = Duration.ofSeconds(30);

    /** Targets that are probed at once; as in a round of the probe loop. */
    private static final int AT_ONCE = 32;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "One service; all if left out.")
    private @Nullable String service;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec);
        terminal.silenceLogs();
        return switch (ConfigLoader.load(config.file())) {
            case ConfigResult.Rejected rejected -> {
                ConfigOption.print(rejected.problems(), terminal);
                yield ExitCode.BAD;
            }
            case ConfigResult.Loaded loaded -> probe(loaded.configuration(), terminal);
        };
    }

    private int probe(Configuration configuration, Terminal terminal) throws Exception {
        String wanted =
                service == null ? null : service.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        var lookups = new HostLookups(configuration, wanted);
        List<Target> targets = configuration.targets(lookups::endpoints).stream()
                .filter(target -> wanted == null || target.id().service().equals(wanted))
                .toList();
        lookups.troubles().forEach(terminal::error);
        if (targets.isEmpty() && !lookups.troubles().isEmpty()) {
            return ExitCode.BAD;
        }
        if (targets.isEmpty()) {
            terminal.error("there is no service " + wanted + "; there is "
                    + String.join(
                            ", ",
                            configuration.services().stream()
                                    .map(ServicePlan::name)
                                    .toList()));
            return ExitCode.BAD;
        }
        List<Probed> results;
        try {
            results = round(targets);
        } catch (TimeoutException _) {
            terminal.error("the round did not end in time; this machine may be overloaded");
            return ExitCode.BAD;
        }
        if (json) {
            terminal.line(json(targets, results).encodePrettily());
        } else {
            print(targets, results, terminal);
        }
        boolean good = results.stream()
                .allMatch(probed ->
                        probed.result() instanceof ProbeResult.Up || probed.result() instanceof ProbeResult.Degraded);
        return good && lookups.troubles().isEmpty() ? ExitCode.GOOD : ExitCode.BAD;
    }

    private static List<Probed> round(List<Target> targets) throws Exception {
        Vertx vertx = EventLoops.open(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
        long origin = System.nanoTime();
        Supplier<Moment> clock = () -> new Moment(System.nanoTime() - origin);
        var dialer = new Dialer(vertx, clock);
        String agent = "failoverd/" + Version.current();
        var http = new HttpProber(dialer, agent);
        var limits = new ProbeLimits(ProbeLimits.DEFAULT, _ -> false);
        var loop = new ProbeLoop(vertx, AllProbers.of(dialer, http, agent), limits, clock, () -> 0.5, 1, _ -> {});
        boolean tls = targets.stream().map(Target::check).anyMatch(ProbeCommand::makesTls);
        try {
            Future<Void> warm = tls ? http.warmUp() : Future.succeededFuture();
            return warm.compose(_ -> loop.probeOnce(targets))
                    .await(patience(targets).toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            loop.close().eventually(vertx::close);
        }
    }

    private static boolean makesTls(Check check) {
        return switch (check) {
            case HttpCheck http -> http.tls() != null;
            case GrpcCheck grpc -> grpc.tls() != null;
            case TlsCheck _ -> true;
            case TcpCheck _, DnsCheck _, ExecCheck _, IcmpCheck _ -> false;
        };
    }

    private static Duration patience(List<Target> targets) {
        Duration longest = targets.stream()
                .map(target -> target.check().cadence())
                .map(Cadence::timeout)
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
        return START_UP.plus(longest.multipliedBy(2L * Math.ceilDiv(targets.size(), AT_ONCE)));
    }

    private static JsonObject json(List<Target> targets, List<Probed> results) {
        var probes = new JsonArray();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            probes.add(new JsonObject()
                    .put("service", target.id().service())
                    .put("endpoint", target.id().endpoint())
                    .put("address", target.address().getHostAddress())
                    .put("check", target.id().check())
                    .mergeIn(ProbeJson.of(results.get(i))));
        }
        return new JsonObject().put("probes", probes);
    }

    private static void print(List<Target> targets, List<Probed> results, Terminal terminal) {
        var table = new Table(
                "", "SERVICE", "ENDPOINT", "ADDRESS", "OUTCOME", "CONNECT", "TLS", "FIRST BYTE", "TOTAL", "DETAIL");
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            Probed probed = results.get(i);
            table.row(
                    Table.Cell.of(target.id().service()),
                    Table.Cell.of(target.id().endpoint()),
                    Table.Cell.of(target.address().getHostAddress()),
                    Table.Cell.of(
                            probed.result().outcome(),
                            Tones.ofOutcome(probed.result().outcome())),
                    millis(probed.timings().connect()),
                    millis(probed.timings().tls()),
                    millis(probed.timings().firstByte()),
                    millis(probed.timings().total()),
                    Table.Cell.of(probed.result().detail()));
        }
        table.print(terminal);
    }

    private static Table.Cell millis(@Nullable Duration duration) {
        return Table.Cell.number(
                duration == null ? "-" : String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6));
    }
}
