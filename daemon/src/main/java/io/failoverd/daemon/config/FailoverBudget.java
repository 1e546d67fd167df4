package io.failoverd.daemon.config;

import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.dns.PublishLimits;
import io.failoverd.probes.model.DurationMath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the failover of one service costs, by arithmetic alone: one endpoint dies so that every check of it fails, and
 * takes its share of the requests with it until nobody uses its address any more. Without the tripwire, of which a note
 * says what it may save, and without the jitter of the interval.
 *
 * @param checks which checks there are, in words
 * @param dying the endpoint that dies: the busiest, whose death costs most, unless another one is asked about
 * @param share its part of all requests while all is well, 0 to 1
 * @param refused from the death to the verdict when connections are refused ({@link Detection})
 * @param hanging the same when connections hang
 * @param decision from the verdict to the removal: at worst a sentinel does not answer
 * @param publication from the decision to our own answer, which changes in the same turn
 * @param remotes where it is published as well: how long that takes is not known, and in none of the figures
 * @param ttlResidue how long resolvers go on with what they have: they count whole seconds, so a TTL of t lives up to
 *     t+1. Of the longest TTL, here or where it is published
 * @param window over which the loss is a share
 * @param lostRefused share of all requests in the window that are lost when connections are refused, 0 to 1
 * @param lostHanging the same when connections hang
 * @param notes what the numbers assume, and what the guards may add
 */
public record FailoverBudget(
        String service,
        String checks,
        int endpoints,
        boolean canFailOver,
        String dying,
        double share,
        Estimate refused,
        Estimate hanging,
        Estimate decision,
        Duration publication,
        List<Remote> remotes,
        Estimate ttlResidue,
        Duration window,
        Share lostRefused,
        Share lostHanging,
        List<String> notes) {
    /** The window of the drill that the alternatives are measured with. */
    public static final Duration DRILL = Duration.ofMinutes(5);

    public FailoverBudget {
        remotes = List.copyOf(remotes);
        notes = List.copyOf(notes);
    }

    /**
     * A place where the service is published as well.
     *
     * @param ttl of the service's records there; zero where the target has one of its own, which is not known here
     * @param floor what a cheap edition of the target may make of that TTL; zero where it is not shorter
     * @param publishDeadline from the decision; an update that is not there by then counts as failed
     * @param verifyDeadline from the update; name servers that do not answer it by then count as late
     */
    public record Remote(
            String publisher, Duration ttl, Duration floor, Duration publishDeadline, Duration verifyDeadline) {
        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("publisher", publisher);
            values.put("ttlSeconds", ttl.isZero() ? null : ttl.toSeconds());
            if (!floor.isZero()) {
                values.put("ttlFloorSeconds", floor.toSeconds());
            }
            values.put("publishDeadlineSeconds", publishDeadline.toSeconds());
            values.put("verifyDeadlineSeconds", verifyDeadline.toSeconds());
            return values;
        }
    }

    public record Estimate(Duration least, Duration mean, Duration worst) {
        public static final Estimate ZERO = always(Duration.ZERO);

        static Estimate always(Duration duration) {
            return new Estimate(duration, duration, duration);
        }

        public Estimate plus(Duration duration) {
            return plus(always(duration));
        }

        public Estimate plus(Estimate other) {
            return new Estimate(least.plus(other.least), mean.plus(other.mean), worst.plus(other.worst));
        }
    }

    /** Parts of all requests, 0 to 1. */
    public record Share(double least, double mean, double worst) {}

    public static FailoverBudget of(Configuration configuration, ServicePlan service) {
        return of(configuration, service, DRILL);
    }

    /** For an outage of the busiest endpoint that lasts as long as {@code window}. */
    public static FailoverBudget of(Configuration configuration, ServicePlan configured, Duration window) {
        return of(
                configuration,
                configured,
                new Traffic(Expected.of(configured)).busiest().endpoint(),
                window);
    }

    /** For an outage of an endpoint that lasts as long as {@code window}. */
    public static FailoverBudget of(
            Configuration configuration, ServicePlan configured, String dying, Duration window) {
        ServicePlan service = Expected.of(configured);
        Detection detection = Detection.of(
                service.health(), check -> configuration.check(check).cadence());
        Duration wait = configuration.sentinels().timeout().minus(detection.run());
        var decision = new Estimate(Duration.ZERO, Duration.ZERO, wait.isNegative() ? Duration.ZERO : wait);
        Duration publication = Duration.ZERO;
        List<Remote> remotes = remotes(configuration, service);
        Duration longest = Stream.concat(
                        Stream.of(service.rules().ttl().steady()),
                        remotes.stream().map(Remote::ttl))
                .max(Duration::compareTo)
                .orElseThrow()
                .plusSeconds(1);
        var residue = new Estimate(Duration.ZERO, DurationMath.divided(longest, 2), longest);
        int endpoints = service.endpoints().size();
        boolean canFailOver = endpoints > service.rules().minAvailable();
        double share = new Traffic(service).share(dying).toDouble();
        Estimate after = decision.plus(publication).plus(residue);
        var budget = new FailoverBudget(
                service.name(),
                BudgetText.checks(service.health()),
                endpoints,
                canFailOver,
                dying,
                share,
                detection.refused(),
                detection.hanging(),
                decision,
                publication,
                remotes,
                residue,
                window,
                lost(detection.refused().plus(after), share, canFailOver, window),
                lost(detection.hanging().plus(after), share, canFailOver, window),
                List.of());
        var notes = new ArrayList<>(BudgetText.notes(configuration, service, detection, budget));
        BudgetText.hosts(configuration, configured, notes);
        return budget.with(notes);
    }

    private static List<Remote> remotes(Configuration configuration, ServicePlan service) {
        var remotes = new ArrayList<Remote>();
        for (PublisherSettings publisher : configuration.publishers()) {
            PublishLimits limits = publisher.limits();
            publisher.names().stream()
                    .filter(name -> name.name().equals(service.name()))
                    .forEach(name -> remotes.add(new Remote(
                            publisher.name(),
                            name.ttl(),
                            floor(publisher.target(), name.ttl()),
                            limits.publishDeadline(),
                            limits.verifyDeadline())));
        }
        return remotes;
    }

    private static Duration floor(PublisherTarget target, Duration ttl) {
        return switch (target) {
            case PublisherTarget.Alidns _
            when ttl.compareTo(PublisherTarget.Alidns.FREE_TTL) < 0 -> PublisherTarget.Alidns.FREE_TTL;
            case PublisherTarget.Alidns _, PublisherTarget.Rfc2136 _, PublisherTarget.Gtm2 _, PublisherTarget.Gtm3 _ ->
                Duration.ZERO;
        };
    }

    /** The share of all requests that is lost at worst when connections hang and records live so long. */
    double lostWith(Duration ttl) {
        Duration outage =
                hanging.worst().plus(decision.worst()).plus(publication).plus(ttl.plusSeconds(1));
        return lost(canFailOver ? outage : window, share, window);
    }

    private FailoverBudget with(List<String> words) {
        return new FailoverBudget(
                service,
                checks,
                endpoints,
                canFailOver,
                dying,
                share,
                refused,
                hanging,
                decision,
                publication,
                remotes,
                ttlResidue,
                window,
                lostRefused,
                lostHanging,
                words);
    }

    private static Share lost(Estimate outage, double share, boolean canFailOver, Duration window) {
        return new Share(
                lost(canFailOver ? outage.least() : window, share, window),
                lost(canFailOver ? outage.mean() : window, share, window),
                lost(canFailOver ? outage.worst() : window, share, window));
    }

    private static double lost(Duration outage, double share, Duration window) {
        return Math.min(1, (double) outage.toMillis() / window.toMillis()) * share;
    }

    /** A few lines for a person. */
    public String render() {
        return BudgetText.render(this);
    }

    /** For JSON: durations in seconds, shares from 0 to 1. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("service", service);
        values.put("check", checks);
        values.put("endpoints", endpoints);
        values.put("canFailOver", canFailOver);
        values.put("dying", dying);
        values.put("dyingShare", share);
        values.put("detectionRefusedSeconds", values(refused));
        values.put("detectionHangingSeconds", values(hanging));
        values.put("decisionSeconds", values(decision));
        values.put("publicationSeconds", publication.toMillis() / 1000.0);
        values.put("publishedTo", remotes.stream().map(Remote::values).toList());
        values.put("ttlResidueSeconds", values(ttlResidue));
        values.put("windowSeconds", window.toSeconds());
        values.put("lostShareRefused", values(lostRefused));
        values.put("lostShareHanging", values(lostHanging));
        values.put("notes", notes);
        return values;
    }

    private static Map<String, Object> values(Estimate estimate) {
        return Map.of(
                "least",
                estimate.least().toMillis() / 1000.0,
                "mean",
                estimate.mean().toMillis() / 1000.0,
                "worst",
                estimate.worst().toMillis() / 1000.0);
    }

    private static Map<String, Object> values(Share share) {
        return Map.of("least", share.least(), "mean", share.mean(), "worst", share.worst());
    }
}
