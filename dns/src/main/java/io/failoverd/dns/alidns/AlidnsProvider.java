package io.failoverd.dns.alidns;

import com.aliyun.alidns20150109.models.DescribeSubDomainRecordsResponseBody.DescribeSubDomainRecordsResponseBodyDomainRecordsRecord;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.WriteOutcome;
import io.failoverd.dns.query.HostNames;
import io.failoverd.dns.query.NameServers;
import io.failoverd.dns.query.Question;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one line in the domains of an account. {@link ManagedName#domain} is the domain. Records are paused and
 * resumed, added where an address has none, and never deleted. Whoever makes it gives it an API of its own, which it
 * closes. Any thread may call.
 */
public final class AlidnsProvider implements Provider {
    /**
     * How far a list may be behind: no guarantee is documented. Writes of a domain are taken one after the other
     * (LastOperationNotFinished), so they are not done when they are acknowledged; other tools wait two to three seconds
     * between operations.
     */
    private static final Duration STALENESS = Duration.ofSeconds(5);

    /**
     * How long a request may wait before it is done or forgotten: the gateway refuses one whose time is more than 15
     * minutes off, which binds nobody; what answers in tens of milliseconds has no queue of a quarter of a minute.
     */
    private static final Duration LATENESS = Duration.ofSeconds(15);

    private static final int MOST_WEIGHT = 100;

    /** Of a weighted set each response has one address: of four with equal shares, one hides from this many in 10 %. */
    private static final int WEIGHTED_QUESTIONS = 8;

    /** Alidns' name servers have a dozen addresses each, of which any one tells what the others do. */
    private static final int ADDRESSES_A_SERVER = 2;

    /** As many as a publisher may have; what is not remembered is asked as if it were plain. */
    private static final int MOST_NAMES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlidnsProvider.class);

    private final AliyunApi api;
    private final AlidnsSettings settings;
    private final Traits traits;
    private final Writes writes;
    private final HostNames hosts;
    private final Kept<DomainInfo> info;
    private final Kept<WeightedSets> weighted;
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

    /** What the last reading of a name says about who answers how. */
    private record Shape(boolean otherLines, boolean weighted) {}

    public AlidnsProvider(AliyunApi api, AlidnsSettings settings) {
        this(api, settings, HostNames.system());
    }

    AlidnsProvider(AliyunApi api, AlidnsSettings settings, HostNames hosts) {
        this.api = api;
        this.settings = settings;
        this.hosts = hosts;
        double perSecond = api.settings().callsPerSecond();
        this.traits = new Traits(
                false, STALENESS, LATENESS, MOST_WEIGHT, true, perSecond, (int) Math.max(2, Math.ceil(perSecond)));
        this.writes = new Writes(api, settings.line());
        Duration deadline = api.settings().requestDeadline();
        this.info = new Kept<>("the edition", deadline, (domain, call) -> DomainInfo.load(api, domain, call));
        this.weighted = new Kept<>("the weighting", deadline, (domain, call) -> WeightedSets.load(api, domain, call));
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Reading read(ManagedName name, Call call) {
        if (!Names.isInItsDomain(name)) {
            return new Reading.Unknown(
                    new Failure(FailureClass.CONFIG, "name", name.name() + " is not in the domain " + name.domain()));
        }
        return switch (NameRecords.load(api, name, call)) {
            case Result.Failed<List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord>> failed ->
                new Reading.Unknown(failed.why());
            case Result.Answered<List<DescribeSubDomainRecordsResponseBodyDomainRecordsRecord>> answered -> {
                var interpretation = new Interpretation(
                        name, settings.line(), info.of(name.domain(), call), weighted.of(name.domain(), call));
                Reading reading = interpretation.of(answered.response());
                remember(name, interpretation);
                yield reading;
            }
        };
    }

    private void remember(ManagedName name, Interpretation interpretation) {
        if (shapes.size() < MOST_NAMES || shapes.containsKey(name.name())) {
            boolean weighs = interpretation.isWeighted("A") || interpretation.isWeighted("AAAA");
            Shape before = shapes.put(name.name(), new Shape(interpretation.hasOtherLines(), weighs));
            boolean unproven = !settings.isDefaultLine() || interpretation.hasOtherLines();
            if (unproven && (before == null || before.otherLines() != interpretation.hasOtherLines())) {
                LOG.warn(
                        "service={} is published to line {} and never verified: {}, so that what a name server answers"
                                + " depends on who asks",
                        name.name(),
                        settings.line(),
                        interpretation.hasOtherLines()
                                ? "it has records on other lines"
                                : "that is not the default line");
            }
        }
    }

    @Override
    public WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        if (changes.size() != 1) {
            throw new IllegalArgumentException("a write to Alidns is one change, not " + changes);
        }
        Change change = changes.getFirst();
        WriteOutcome outcome = writes.write(name, held, change, call);
        if (outcome instanceof WriteOutcome.Failed failed) {
            learn(name, change, failed.failure().code());
        }
        return outcome;
    }

    /** Some refusals say that what we keep of the domain is not so any more. */
    private void learn(ManagedName name, Change change, String code) {
        switch (code) {
            case "DisableDNSSLB", "LineDnsSlb.QuotaExceeded" ->
                weighted.correct(
                        name.domain(),
                        sets -> sets.without(name.name(), Names.type(change.address()), settings.line()));
            case "QuotaExceeded.TTL" -> info.doubt(name.domain());
            default -> {
                // It says nothing of the domain.
            }
        }
    }

    @Override
    public List<ServerAnswer> ask(ManagedName name, Call call) {
        Shape shape = shapes.getOrDefault(name.name(), new Shape(false, false));
        if (!settings.isDefaultLine() || shape.otherLines()) {
            // What they answer us depends on the line that we are in, which nobody can say from here.
            return List.of();
        }
        var question = new Question(name.name(), false, shape.weighted() ? WEIGHTED_QUESTIONS : 1);
        if (!settings.nameServers().isEmpty()) {
            return NameServers.ask(
                    settings.nameServers().stream().map(NameServers.Server::at).toList(), question, call);
        }
        var silent = new ArrayList<ServerAnswer>();
        var servers = new ArrayList<NameServers.Server>();
        List<String> names =
                info.of(name.domain(), call).map(DomainInfo::nameServers).orElse(List.of());
        for (String server : names) {
            List<NameServers.Server> found = addresses(server, call);
            if (found.isEmpty()) {
                silent.add(new ServerAnswer.Silent(server, "its name cannot be looked up"));
            }
            servers.addAll(found);
        }
        if (names.isEmpty()) {
            silent.add(new ServerAnswer.Silent("Alidns", "the name servers of " + name.domain() + " are not known"));
        }
        silent.addAll(NameServers.ask(servers, question, call));
        return silent;
    }

    /** IPv4 where there is any: a host without IPv6 would wait for each of the others. */
    private List<NameServers.Server> addresses(String server, Call call) {
        List<InetAddress> found = hosts.of(server, call.remaining().dividedBy(2));
        boolean four = found.stream().anyMatch(Inet4Address.class::isInstance);
        return found.stream()
                .filter(address -> address instanceof Inet4Address == four)
                .sorted(Comparator.comparing(InetAddress::getHostAddress))
                .limit(ADDRESSES_A_SERVER)
                .map(address -> new NameServers.Server(
                        server + " (" + address.getHostAddress() + ")", new InetSocketAddress(address, DNS)))
                .toList();
    }

    private static final int DNS = 53;

    /** Looks at each domain: the SDK's classes, the key and the connection are there then, and so is what is kept. */
    @Override
    public void warmUp(Call call) {
        for (String domain : settings.domains()) {
            Optional<DomainInfo> known = info.of(domain, call);
            if (known.isPresent()) {
                weighted.of(domain, call);
            }
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
