package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.dns.model.ManagedName;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Warns where a target cannot do what a service asks of our own server. The publisher itself is good. */
final class PublisherReview {
    /** So many services of one publisher are named in a warning. */
    private static final int MAX_SHOWN = 3;

    /** Drift may take so much of the calls; the rest is for failovers. */
    private static final double SHARE_OF_DRIFT = 0.5;

    private final Section section;
    private final Section target;
    private final PublisherSettings settings;
    private final List<ServicePlan> services;

    PublisherReview(Section section, Section target, PublisherSettings settings, Map<String, ServicePlan> services) {
        this.section = section;
        this.target = target;
        this.settings = settings;
        this.services = settings.names().stream()
                .map(name -> Objects.requireNonNull(services.get(name.name()), "a managed name is a service"))
                .toList();
    }

    void warn() {
        ttl();
        warn(
                service -> service.rules().policy() instanceof PoolPolicy.Regional,
                "the target knows no client regions: of %s all clients get there what those of no known region get here");
        if (settings.target() instanceof PublisherTarget.Rfc2136) {
            warn(
                    service -> service.rules().policy() instanceof PoolPolicy.Weighted
                            || service.rules().policy() instanceof PoolPolicy.Regional,
                    "the target knows no weights: of %s every address that is in gets an equal share there");
        }
        warn(
                PublisherReview::isCutShort,
                "the target answers every address of %s that is in, and not maxAnswers of them");
        warn(
                service -> service.rules().allDown() instanceof AllDown.FailClosed,
                "no remote target is told to answer nothing: when all is down, the last answer of %s stays there");
        drift();
    }

    /** Whether a response of our own server may lack addresses that are in, for no other reason than their number. */
    private static boolean isCutShort(ServicePlan service) {
        int most = switch (service.rules().policy()) {
            case PoolPolicy.All all -> all.maxAnswers();
            case PoolPolicy.Failover failover -> failover.maxAnswers();
            case PoolPolicy.Weighted _, PoolPolicy.Regional _ -> PoolPolicy.NO_LIMIT;
        };
        int named = service.hosts().size();
        long ipv4 = service.endpoints().stream()
                .filter(endpoint -> endpoint.address() instanceof Inet4Address)
                .count();
        return Math.max(ipv4, service.endpoints().size() - ipv4) + named > most;
    }

    private void warn(Predicate<ServicePlan> which, String text) {
        List<ServicePlan> some = services.stream().filter(which).toList();
        if (!some.isEmpty()) {
            section.at("services").warning(text.formatted(text(some)), null);
        }
    }

    private static String text(List<ServicePlan> services) {
        String shown = services.stream().limit(MAX_SHOWN).map(ServicePlan::name).collect(Collectors.joining(", "));
        return services.size() > MAX_SHOWN ? shown + " and " + (services.size() - MAX_SHOWN) + " more" : shown;
    }

    private void ttl() {
        Duration ttl = settings.names().stream()
                .map(ManagedName::ttl)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        List<ServicePlan> shorter = services.stream()
                .filter(service -> service.rules().ttl().steady().compareTo(ttl) < 0)
                .toList();
        if (!shorter.isEmpty()) {
            Duration steady = shorter.stream()
                    .map(service -> service.rules().ttl().steady())
                    .min(Duration::compareTo)
                    .orElse(ttl);
            target.at("ttl")
                    .warning(
                            "a dead address is given out for " + Durations.format(ttl)
                                    + " by resolvers that ask there, longer than the steady TTL of " + text(shorter),
                            "write " + Durations.format(steady) + " or less");
        }
    }

    private void drift() {
        double calls = settings.target().callsPerSecond();
        Duration interval = settings.driftInterval();
        if (interval.isZero()) {
            return;
        }
        int names = settings.names().size();
        double needed = names * 1000.0 / interval.toMillis();
        if (needed > calls * SHARE_OF_DRIFT) {
            section.at("drift")
                    .warning(
                            String.format(
                                    Locale.ROOT,
                                    "looking at %s every %s takes %.1f of the %.1f calls a second",
                                    names == 1 ? "1 name" : names + " names",
                                    Durations.format(interval),
                                    needed,
                                    calls),
                            "lengthen the interval, or raise callsPerSecond");
        }
    }
}
