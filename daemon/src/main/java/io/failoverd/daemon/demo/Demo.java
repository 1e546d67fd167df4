package io.failoverd.daemon.demo;

import io.failoverd.daemon.demo.EventFollower.Followed;
import io.failoverd.daemon.demo.Timeline.Step;
import io.failoverd.daemon.demo.WebhookReceiver.Delivery;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The whole story on loopback: two gateways, a real daemon, real DNS queries; one gateway dies and returns. Nothing is
 * told that was not seen. One run an object, on the caller's thread.
 */
public final class Demo {
    private static final Duration QUERY_EVERY = Duration.ofMillis(10);
    private static final Duration QUIET = Duration.ofMillis(800);

    /** For a JVM to start on a busy machine; no step of the story, and so not shortened with their patience. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final Pattern GENERATION = Pattern.compile("\\bgeneration (\\d+) ");
    private static final String SURVIVOR = "127.0.0.11";
    private static final String DYING = "127.0.0.12";

    private final DemoOptions options;
    private final PrintStream out;
    private final DaemonProcess process;
    private final Timeline timeline;
    private long firstBoth = Long.MAX_VALUE;
    private long deadFrom = Long.MAX_VALUE;
    private long deadTo = Long.MAX_VALUE;
    private @Nullable Long removalMillis;
    private @Nullable Long restoreMillis;
    private @Nullable Long publishedMillis;
    private @Nullable Long verifiedMillis;

    public Demo(DemoOptions options, PrintStream out) {
        this(options, out, new DaemonProcess.Plain());
    }

    Demo(DemoOptions options, PrintStream out, DaemonProcess process) {
        this.options = options;
        this.out = out;
        this.process = process;
        this.timeline =
                new Timeline(out, options.json(), options.colour(), options.publisher() != DemoOptions.Publisher.LOCAL);
    }

    /** Whether this machine has the name server that takes updates. */
    public static boolean hasBind() {
        return BindServer.program().isPresent();
    }

    /** Everything that runs during the story. */
    private record Stage(
            Vertx vertx,
            Gateway survivor,
            Gateway dying,
            WebhookReceiver webhook,
            Child daemon,
            Optional<Elsewhere> elsewhere,
            EventFollower events,
            QueryStream queries,
            Path folder,
            int dnsPort,
            int adminPort)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            queries.close();
            daemon.close();
            if (elsewhere.isPresent()) {
                elsewhere.get().close();
            }
            Gateway.await(vertx.close(), "close the demo's servers");
            remove(folder);
        }
    }

    /** Runs the story; 0 when every step was seen, no query was lost and no answer was wrong, else 1. */
    public int run() throws IOException {
        String trouble = "";
        try (Stage set = open()) {
            timeline.say("");
            timeline.say("  failoverd demo: one name, two gateways, real DNS queries every " + QUERY_EVERY.toMillis()
                    + " ms" + set.elsewhere().map(each -> " to " + each.words()).orElse(""));
            timeline.say("");
            try {
                story(set);
            } catch (DemoFailure e) {
                trouble = Stream.concat(
                                Stream.ofNullable(e.getMessage()), set.elsewhere().flatMap(Elsewhere::trouble).stream())
                        .collect(Collectors.joining("\n"));
            }
            Figures figures = figures(set);
            report(set, figures, trouble);
            if (options.keep() && trouble.isEmpty()) {
                keep(set);
            }
            return figures.good() ? 0 : 1;
        }
    }

    private Stage open() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            var survivor = new Gateway(vertx, "hangzhou", SURVIVOR, 0);
            survivor.start();
            var dying = new Gateway(vertx, "shanghai", DYING, survivor.port());
            dying.start();
            survivor.warmUp();
            dying.warmUp();
            WebhookSecret secret = WebhookSecret.random();
            var webhook = new WebhookReceiver(vertx, secret);
            int webhookPort = webhook.start();
            int dnsPort = FreePort.udpAndTcp();
            int adminPort = FreePort.tcp();
            Path folder = Files.createTempDirectory("failoverd-demo-");
            Path secretFile = secret.writeTo(folder.resolve("webhook-secret"));
            Optional<Elsewhere> elsewhere = elsewhere(folder);
            String text = DemoConfig.yaml(
                    dnsPort, adminPort, survivor, dying, webhookPort, secretFile.toString(), options.fall());
            Path config = Files.writeString(
                    folder.resolve("config.yaml"),
                    text + elsewhere.map(Elsewhere::publisher).orElse(""));
            Child daemon = process.start(config, folder.resolve("state"), folder.resolve("daemon.log"));
            var queries = new QueryStream(
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.1"),
                            elsewhere.map(Elsewhere::port).orElse(dnsPort)),
                    Name.fromString(DemoConfig.NAME + "."),
                    QUERY_EVERY);
            return new Stage(
                    vertx,
                    survivor,
                    dying,
                    webhook,
                    daemon,
                    elsewhere,
                    new EventFollower(vertx, adminPort),
                    queries,
                    folder,
                    dnsPort,
                    adminPort);
        } catch (IOException | RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    private Optional<Elsewhere> elsewhere(Path folder) throws IOException {
        return switch (options.publisher()) {
            case LOCAL -> Optional.empty();
            case RFC2136 -> Optional.of(BindServer.start(folder, FreePort.udpAndTcp()));
            case ALIDNS -> Optional.of(CloudServer.alidns(folder, List.of(SURVIVOR, DYING)));
            case GTM -> Optional.of(CloudServer.gtm(folder, List.of(SURVIVOR, DYING)));
        };
    }

    private void story(Stage set) throws DemoFailure, IOException {
        awaitReady(set);
        awaitHealthyGateways(set);
        set.queries().start();
        Answer both = answer(set, Step.BOTH_ANSWERED, 0, Set.of(SURVIVOR, DYING));
        firstBoth = both.nanos();
        timeline.saw(Step.BOTH_ANSWERED, both.nanos(), told(both));
        linger(set);
        long before = set.elsewhere().isPresent() ? generation(told(set, Step.BOTH_ANSWERED, " VERIFIED: ", 0)) : 0;

        deadFrom = System.nanoTime();
        Instant killedAt = Instant.now();
        set.dying().kill();
        timeline.saw(
                Step.GATEWAY_KILLED,
                deadFrom,
                set.dying().region() + ", " + DYING + ", port " + set.dying().port());
        Followed suspect = health(set, Step.SUSPECT, "→ SUSPECT", killedAt);
        timeline.saw(Step.SUSPECT, nanos(suspect), suspect.text());
        Answer removed = answer(set, Step.ADDRESS_REMOVED, deadFrom, Set.of(SURVIVOR));
        removalMillis = Duration.ofNanos(removed.nanos() - deadFrom).toMillis();
        timeline.saw(Step.ADDRESS_REMOVED, removed.nanos(), told(removed));
        if (set.elsewhere().isPresent()) {
            publishedMillis = published(set, Step.PUBLISHED, " PUBLISHED: ", before + 1, killedAt);
            verifiedMillis = published(set, Step.PUBLICATION_VERIFIED, " VERIFIED: ", before + 1, killedAt);
        }
        alert(set, Step.REMOVAL_ALERTED, "failoverd.address.removed");

        set.dying().start();
        deadTo = System.nanoTime();
        timeline.saw(
                Step.GATEWAY_BACK,
                deadTo,
                set.dying().region() + ", " + DYING + ", port " + set.dying().port());
        Followed recovering = health(set, Step.RECOVERING, "→ RECOVERING", killedAt);
        timeline.saw(Step.RECOVERING, nanos(recovering), recovering.text());
        Answer restored = answer(set, Step.ADDRESS_RESTORED, deadTo, Set.of(SURVIVOR, DYING));
        restoreMillis = Duration.ofNanos(restored.nanos() - deadTo).toMillis();
        timeline.saw(Step.ADDRESS_RESTORED, restored.nanos(), told(restored));
        alert(set, Step.RESTORE_ALERTED, "failoverd.address.restored");
        linger(set);
    }

    /** An answer that goes back on itself would come soon after; and a quiet stretch shows what normal looks like. */
    private static void linger(Stage set) {
        set.queries().first(System.nanoTime() + QUIET.toNanos(), _ -> true, QUIET.multipliedBy(4));
    }

    private void awaitReady(Stage set) throws DemoFailure {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!set.events().ready()) {
            if (!set.daemon().alive() || System.nanoTime() > deadline) {
                throw new DemoFailure("the daemon did not start; the end of its log:\n"
                        + set.daemon().tail());
            }
            EventFollower.pause();
        }
    }

    /** A death is only news of a gateway that was seen alive. */
    private void awaitHealthyGateways(Stage set) throws DemoFailure, IOException {
        for (Gateway gateway : new Gateway[] {set.survivor(), set.dying()}) {
            if (set.events().first(isHealth(gateway.region(), "→ UP"), options.patience()) == null) {
                throw new DemoFailure(Step.BOTH_ANSWERED.word() + ": the daemon never saw " + gateway.region() + " UP");
            }
        }
    }

    private Answer answer(Stage set, Step step, long from, Set<String> addresses) throws DemoFailure {
        Answer answer = set.queries()
                .first(from, each -> each.sound() && each.addresses().equals(addresses), options.patience());
        if (answer == null) {
            throw missed(step, "no answer was " + addresses);
        }
        return answer;
    }

    private Followed health(Stage set, Step step, String words, Instant from) throws DemoFailure, IOException {
        Predicate<Followed> asked =
                isHealth(set.dying().region(), words).and(each -> !each.at().isBefore(from));
        Followed event = set.events().first(asked, options.patience());
        if (event == null) {
            throw missed(
                    step, "no event said \"" + words + "\" of " + set.dying().region());
        }
        return event;
    }

    /** What the publisher says of the decision that the death led to; how long after it, in milliseconds. */
    private long published(Stage set, Step step, String word, long generation, Instant killedAt)
            throws DemoFailure, IOException {
        Followed event = told(set, step, word, generation);
        timeline.saw(step, nanos(event), event.text());
        return Duration.between(killedAt, event.at()).toMillis();
    }

    /** The first that the publisher says with this word of this generation or a newer one. */
    private Followed told(Stage set, Step step, String word, long generation) throws DemoFailure, IOException {
        Followed event = set.events()
                .first(
                        each -> each.kind().equals("publish")
                                && each.text().contains(word)
                                && generation(each) >= generation,
                        options.patience());
        if (event == null) {
            throw missed(step, "no event said \"" + word.strip() + "\"");
        }
        return event;
    }

    private static long generation(Followed event) {
        Matcher matcher = GENERATION.matcher(event.text());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static Predicate<Followed> isHealth(String endpoint, String words) {
        return event -> event.kind().equals("health")
                && event.endpoint().equals(endpoint)
                && event.text().contains(words);
    }

    private void alert(Stage set, Step step, String type) throws DemoFailure {
        Delivery delivery = set.webhook()
                .first(
                        each -> each.nanos() >= deadFrom
                                && each.type().equals(type)
                                && each.endpoint().equals(set.dying().region())
                                && each.verified(),
                        options.patience());
        if (delivery == null) {
            throw missed(step, "no verified webhook of type " + type + " came");
        }
        timeline.saw(step, delivery.nanos(), delivery.summary());
    }

    private DemoFailure missed(Step step, String what) {
        return new DemoFailure(step.word() + " was not seen: " + what + " within "
                + options.patience().toSeconds() + " s");
    }

    private static String told(Answer answer) {
        return DemoConfig.NAME + " → "
                + String.join(", ", answer.addresses().stream().sorted().toList()) + "  (TTL " + answer.ttl() + ")";
    }

    /** An event of the daemon carries wall time; both processes are on one machine. */
    private static long nanos(Followed event) {
        return System.nanoTime() - Duration.between(event.at(), Instant.now()).toNanos();
    }

    private Figures figures(Stage set) {
        if (!options.keep()) {
            set.queries().close();
        }
        var answers = set.queries().answers();
        int verified = (int)
                set.webhook().deliveries().stream().filter(Delivery::verified).count();
        return new Figures(
                removalMillis,
                publishedMillis,
                verifiedMillis,
                restoreMillis,
                set.queries().sent(),
                set.queries().lost(),
                Figures.wrong(answers, SURVIVOR, DYING, firstBoth, deadFrom, deadTo),
                verified,
                timeline.missing(),
                timeline.steps(),
                timeline.seen());
    }

    private void report(Stage set, Figures figures, String trouble) {
        if (options.json()) {
            out.println(figures.json().encode());
        } else {
            timeline.say("");
            Strip.draw(set.queries().answers(), DYING, set.dying().region(), deadFrom, deadTo)
                    .forEach(timeline::say);
            timeline.say("");
            figures.lines().forEach(timeline::say);
            timeline.say("");
        }
        if (!trouble.isEmpty()) {
            System.err.println("failoverd demo: " + trouble);
        }
    }

    private void keep(Stage set) {
        timeline.say("  Still running (daemon pid " + set.daemon().pid() + "). In another terminal:");
        timeline.say("    dig @127.0.0.1 -p " + set.dnsPort() + " " + DemoConfig.NAME + " A");
        set.elsewhere()
                .ifPresent(each -> timeline.say("    dig @127.0.0.1 -p " + each.port() + " " + DemoConfig.NAME + " A"));
        timeline.say("    ./failoverd status --admin http://127.0.0.1:" + set.adminPort());
        timeline.say("    ./failoverd explain " + DemoConfig.NAME + " --admin http://127.0.0.1:" + set.adminPort());
        timeline.say("    less " + set.folder().resolve("daemon.log"));
        timeline.say("  Ctrl-C ends it.");
        while (set.daemon().alive() && !Thread.currentThread().isInterrupted()) {
            EventFollower.pause();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
