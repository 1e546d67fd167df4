package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.PublisherSettings;
import io.failoverd.daemon.config.SecretReader;
import io.failoverd.daemon.config.Surroundings;
import io.failoverd.daemon.run.HandingOver;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.HandBack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code failoverd hand-back}: leaves a target's addresses to its own health checks, without a daemon. */
@Command(
        name = "hand-back",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Leaves all our addresses of a publisher's services to the target's own health checks (Global Traffic Manager),"
                    + " those that are switched off included: for when the daemon that kept them is gone. Needs the"
                    + " configuration and its keys, from wherever it is run, and no daemon.",
            "A daemon that runs takes everything back: with one on this machine nothing is done without --force. One on"
                    + " another machine cannot be seen from here.",
            "Exit code 1 if something is not handed back."
        },
        footer = {
            "",
            "Example: what would it do, and then do it",
            "  failoverd hand-back --config /etc/failoverd/config.yaml --dry-run gtm",
            "  failoverd hand-back --config /etc/failoverd/config.yaml gtm www.example.com"
        })
final class HandBackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "PUBLISHER", description = "The publisher's name in the configuration.")
    private String publisher = "";

    @Parameters(index = "1..*", paramLabel = "SERVICE", description = "Of its services these; all if left out.")
    private List<String> services = List.of();

    @Option(
            names = "--leave",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Addresses that stay as they are, since they are out for another reason.")
    private List<String> leave = List.of();

    @Option(names = "--dry-run", description = "Only say what would be written.")
    private boolean dryRun;

    @Option(names = "--force", description = "Although a daemon runs here, which will take it all back.")
    private boolean force;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** What came of one service. */
    private record Outcome(String service, boolean good, String text, List<String> changes) {}

    @Override
    public Integer call() {
        Set<InetAddress> left = addresses();
        Terminal terminal = Terminal.of(spec);
        terminal.silenceLogs();
        return switch (ConfigLoader.load(config.file())) {
            case ConfigResult.Rejected rejected -> {
                ConfigOption.print(rejected.problems(), terminal);
                yield ExitCode.BAD;
            }
            case ConfigResult.Loaded loaded -> handBack(loaded.configuration(), left, terminal);
        };
    }

    private Set<InetAddress> addresses() {
        var all = new LinkedHashSet<InetAddress>();
        for (String each : leave) {
            try {
                all.add(InetAddress.ofLiteral(each.strip()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--leave: " + each + " is no address", e);
            }
        }
        return all;
    }

    private int handBack(Configuration configuration, Set<InetAddress> left, Terminal terminal) {
        Optional<PublisherSettings> named = configuration.publishers().stream()
                .filter(each -> each.name().equals(publisher))
                .findFirst();
        if (named.isEmpty()) {
            terminal.error("there is no publisher " + publisher + "; there is "
                    + (configuration.publishers().isEmpty()
                            ? "none"
                            : String.join(
                                    ", ",
                                    configuration.publishers().stream()
                                            .map(PublisherSettings::name)
                                            .toList())));
            return ExitCode.BAD;
        }
        List<String> kept = HandingOver.services(named.get());
        List<String> asked = services.isEmpty()
                ? kept
                : services.stream()
                        .map(each -> each.toLowerCase(Locale.ROOT).replaceAll("\\.$", ""))
                        .toList();
        Optional<String> running = running(configuration);
        if (running.isPresent() && !force && !dryRun) {
            terminal.error(
                    running.get() + ". It would take back what is handed back, with its next decision or its next"
                            + " look: stop it first, or use --force");
            return ExitCode.BAD;
        }
        SecretReader reader = new SecretReader(Surroundings.ofThisMachine());
        return switch (HandingOver.open(named.get(), reader)) {
            case HandingOver.Opened.Unusable unusable -> {
                terminal.error("publishers: " + publisher + ": " + unusable.why());
                yield ExitCode.BAD;
            }
            case HandingOver.Opened.Ready ready -> {
                try (HandingOver over = ready.publisher()) {
                    yield each(over, asked, left, terminal);
                }
            }
        };
    }

    /** Who would undo it, in a sentence. */
    private static Optional<String> running(Configuration configuration) {
        InetSocketAddress listen = configuration.admin().listen();
        InetAddress bound = listen.getAddress();
        boolean six = bound instanceof Inet6Address;
        String host = bound.isAnyLocalAddress() ? (six ? "::1" : "127.0.0.1") : bound.getHostAddress();
        URI uri = URI.create("http://" + (six ? "[" + host + "]" : host) + ":" + listen.getPort());
        try (var client = new AdminClient(uri, null)) {
            return switch (client.get("/api/v1/status")) {
                case AdminClient.Reply.Answer _, AdminClient.Reply.Refused _ ->
                    Optional.of("a failoverd runs here and answers at " + uri);
                case AdminClient.Reply.Unreachable _ -> HandingOver.holder(configuration.node());
            };
        }
    }

    private int each(HandingOver over, List<String> asked, Set<InetAddress> left, Terminal terminal) {
        var outcomes = new ArrayList<Outcome>();
        for (String service : asked) {
            Outcome outcome = told(service, dryRun ? over.plan(service, left) : over.handBack(service, left));
            outcomes.add(outcome);
            if (!json) {
                print(outcome, terminal);
            }
        }
        if (json) {
            var all = new JsonArray();
            outcomes.forEach(each -> all.add(new JsonObject()
                    .put("service", each.service())
                    .put("ok", each.good())
                    .put("text", each.text())
                    .put("changes", new JsonArray(each.changes()))));
            terminal.line(new JsonObject()
                    .put("publisher", publisher)
                    .put("dryRun", dryRun)
                    .put("services", all)
                    .encodePrettily());
        }
        return outcomes.stream().allMatch(Outcome::good) ? ExitCode.GOOD : ExitCode.BAD;
    }

    private void print(Outcome outcome, Terminal terminal) {
        terminal.line(publisher + "  " + outcome.service() + "  "
                + terminal.paint(outcome.text(), outcome.good() ? Terminal.Tone.GOOD : Terminal.Tone.BAD));
        outcome.changes().forEach(change -> terminal.line("  " + Terminal.printable(change)));
    }

    private static Outcome told(String service, HandBack handBack) {
        return switch (handBack) {
            case HandBack.Planned planned ->
                new Outcome(
                        service,
                        true,
                        planned.diff().isEmpty() ? "is handed back already" : "would be handed back",
                        with(planned.diff().text(), planned.unchecked()));
            case HandBack.Done done ->
                new Outcome(
                        service,
                        true,
                        done.changes().isEmpty() ? "is handed back already" : "handed back",
                        with(texts(done.changes()), done.unchecked()));
            case HandBack.Failed failed ->
                new Outcome(
                        service,
                        false,
                        "not handed back: " + failed.why().code() + ": "
                                + failed.why().text(),
                        texts(failed.changes()));
            case HandBack.Refused refused -> new Outcome(service, false, refused.why(), List.of());
        };
    }

    private static List<String> with(List<String> changes, List<InetAddress> unchecked) {
        var lines = new ArrayList<>(changes);
        unchecked.forEach(
                address -> lines.add(address.getHostAddress() + " stays out: the target has no health check for it"));
        return lines;
    }

    private static List<String> texts(List<Change> changes) {
        return changes.stream().map(Change::text).toList();
    }
}
