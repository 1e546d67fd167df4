package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.SentinelState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.consensus.Standing;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where others have a say, what they agree on decides. Keeps its own book of who said what, counts the votes by the words
 * of the design, and holds the core to the result.
 */
final class VoteRules {
    private record Key(String service, InetAddress address, String vantage) {}

    private record Taken(Report report, Moment received, Duration transit) {
        boolean fresh(Duration maxAge, Moment now) {
            return now.since(received).plus(transit).compareTo(maxAge) < 0;
        }
    }

    /** Our own vote: -1 for DOWN, 1 for UP, 0 for none; and whether it shows that it is not us. */
    private record Own(int says, boolean shown) {}

    /** A count of all votes. */
    private record Count(int up, int down, boolean othersDown, boolean agreed) {
        Opinion winner() {
            return down > up ? Opinion.DOWN : Opinion.UP;
        }
    }

    /** What we think is agreed of one endpoint. */
    private static final class Page {
        private Opinion agreed = Opinion.UNKNOWN;
        private boolean stands;
        private Moment standsSince = Moment.ZERO;
        private Own own = new Own(0, false);
        private int observations;
        private boolean shared;
        private boolean corroborated;
    }

    private final Map<Key, Taken> heard = new HashMap<>();
    private final Map<String, Page> pages = new HashMap<>();
    private boolean wasLost;
    private int agreedDown;
    private int outvoted;

    int agreedDown() {
        return agreedDown;
    }

    int outvoted() {
        return outvoted;
    }

    void started() {
        heard.clear();
        pages.clear();
        wasLost = false;
    }

    /** Whether the present verdict was another's, too, since it fell. */
    boolean shared(String service, EndpointState endpoint) {
        Page page = pages.get(service + "/" + endpoint.plan().address());
        return page != null && page.shared;
    }

    boolean corroborated(String service, EndpointState endpoint) {
        Page page = pages.get(service + "/" + endpoint.plan().address());
        return page != null && page.corroborated;
    }

    /** Takes in what the core is about to hear. */
    void before(@Nullable World world, Event event, Moment now) {
        if (world == null) {
            return;
        }
        switch (event) {
            case Event.VoteHeard vote -> take(world, vote, now);
            case Event.ProbeFinished finished -> observe(world, finished.probed());
            case Event rest -> {}
        }
    }

    private void take(World world, Event.VoteHeard vote, Moment now) {
        ServiceState service = world.services().get(vote.service());
        Report report = vote.report();
        ConsensusPolicy policy = service == null ? null : service.plan().vantages();
        if (policy == null
                || report.vantage().equals(SimHearsay.SELF)
                || !policy.vantages().contains(report.vantage())
                || service.endpoints().stream()
                        .noneMatch(each -> each.plan().address().equals(vote.address()))) {
            return;
        }
        Duration transit = Duration.between(report.made(), world.wall().at(now));
        if (transit.negated().compareTo(policy.maxSkew()) > 0) {
            return;
        }
        var key = new Key(vote.service(), vote.address(), report.vantage());
        Taken present = heard.get(key);
        if (present == null
                || report.order().compareTo(present.report().order()) > 0
                || !present.fresh(policy.maxAge(report.vantage()), now)) {
            heard.put(key, new Taken(report, now, transit.isNegative() ? Duration.ZERO : transit));
        }
    }

    /** Results of our own that count, until there are as many as condemn. */
    private void observe(World world, Probed probed) {
        ServiceState service = world.services().get(probed.target().service());
        int index = service == null ? -1 : service.indexOf(probed.target().endpoint());
        int check = service == null
                ? -1
                : service.plan().health().indexOf(probed.target().check());
        if (index < 0 || check < 0) {
            return;
        }
        EndpointState endpoint = service.endpoints().get(index);
        SentinelState sentinels = world.sentinels();
        boolean cutOff = sentinels.lost() || probed.startedAt().isBefore(sentinels.since());
        boolean counts = !(probed.result() instanceof ProbeResult.Inconclusive)
                && !(cutOff && probed.result() instanceof ProbeResult.Down)
                && !service.plan().health().checks().get(check).observed()
                && !probed.startedAt().isBefore(endpoint.joined());
        Page page = pages.get(service.plan().name() + "/" + endpoint.plan().address());
        if (counts && page != null) {
            page.observations++;
        }
    }

    /** Holds every endpoint of a service to what its vantages agree on. */
    void after(
            World world, @Nullable ServiceState old, ServiceState service, Event event, Moment now, GuardRules gone) {
        boolean reloaded = event instanceof Event.Configured || old == null;
        forget(service);
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            String key = service.plan().name() + "/" + endpoint.plan().address();
            ConsensusPolicy policy = service.plan().vantages();
            Promise.that((policy == null) == (endpoint.votes() == null), () -> "votes of " + endpoint);
            if (policy == null) {
                pages.remove(key);
                heard.keySet()
                        .removeIf(each -> each.service().equals(service.plan().name()));
                continue;
            }
            int before = old == null ? -1 : old.indexOf(endpoint.plan().name());
            boolean voted = before < 0
                    || !endpoint.votes().equals(old.endpoints().get(before).votes());
            if (reloaded || !pages.containsKey(key)) {
                adopt(key, endpoint);
            } else if (voted) {
                Page page = pages.get(key);
                boolean lostNow = event instanceof Event.SentinelProbed
                        && world.sentinels().lost()
                        && !wasLost;
                if (lostNow && !gone.gone(service.plan().name(), endpoint.plan().name())) {
                    takenBack(page, service, endpoint, now);
                }
                page.own = own(world, policy, endpoint, now);
                look(service, endpoint, now);
            }
            health(endpoint, now);
        }
    }

    /** Addresses that the service has no longer, as those that its host names had. */
    private void forget(ServiceState service) {
        String name = service.plan().name();
        Set<InetAddress> there =
                service.endpoints().stream().map(each -> each.plan().address()).collect(Collectors.toSet());
        Set<String> keys = there.stream().map(each -> name + "/" + each).collect(Collectors.toSet());
        pages.keySet().removeIf(key -> key.startsWith(name + "/") && !keys.contains(key));
        heard.keySet().removeIf(key -> key.service().equals(name) && !there.contains(key.address()));
    }

    void sentinels(World world) {
        wasLost = world.sentinels().lost();
    }

    /** A reload may add or take away vantages; what is agreed by then is the core's, and goes on from there. */
    private void adopt(String key, EndpointState endpoint) {
        Page page = pages.computeIfAbsent(key, _ -> new Page());
        heard.keySet()
                .removeIf(each -> key.equals(each.service() + "/" + each.address())
                        && !endpoint.votes().consensus().heard().containsKey(each.vantage()));
        page.agreed = endpoint.votes().consensus().health();
        page.stands = endpoint.votes().consensus().standing() == Standing.AGREED;
        page.standsSince = endpoint.votes().consensus().standingSince();
        page.observations = endpoint.votes().observations();
        page.shared |= endpoint.votes().vote().shared();
        page.corroborated = endpoint.votes().vote().corroborated();
        page.own = new Own(2, false); // looked at anew with the first vote under this configuration
    }

    private void takenBack(Page page, ServiceState service, EndpointState endpoint, Moment now) {
        boolean ours = page.agreed == Opinion.DOWN
                && !count(service, endpoint, page, now).othersDown()
                && !endpoint.votes().ours().condemned();
        if (ours) {
            page.agreed = Opinion.of(endpoint.votes().ours());
        }
    }

    /** By what is known of our own checks: they are held to their evidence elsewhere. */
    private static Own own(World world, ConsensusPolicy policy, EndpointState endpoint, Moment now) {
        boolean down = endpoint.votes().ours().condemned();
        Moment newest = null;
        for (HealthState check : endpoint.health().counted()) {
            Moment start = down ? check.latestFailure() : check.latestSuccess();
            newest = start == null || (newest != null && newest.isAfter(start)) ? newest : start;
        }
        SentinelState sentinels = world.sentinels();
        if (down) {
            boolean counts =
                    !sentinels.lost() && (newest == null || !sentinels.watched() || newest.isAfter(sentinels.since()));
            return new Own(counts ? -1 : 0, sentinels.watched() && newest != null);
        }
        boolean passes = newest != null
                && endpoint.votes().ours() != Health.UNKNOWN
                && (!sentinels.lost()
                        || (newest.isAfter(sentinels.since())
                                && now.since(newest).compareTo(policy.maxAge()) < 0));
        return new Own(passes ? 1 : 0, true);
    }

    private static int enough(ServiceState service) {
        return service.plan().health().checks().stream()
                .filter(rule -> !rule.observed())
                .mapToInt(rule -> rule.policy().fall())
                .sum();
    }

    private Count count(ServiceState service, EndpointState endpoint, Page page, Moment now) {
        ConsensusPolicy policy = service.plan().vantages();
        boolean early = page.observations < enough(service);
        int up = page.own.says() == 1 ? 1 : 0;
        int down = page.own.says() == -1 ? 1 : 0;
        boolean shown = (up + down > 0) && page.own.shown();
        int others = 0;
        for (String name : policy.vantages()) {
            Taken taken =
                    heard.get(new Key(service.plan().name(), endpoint.plan().address(), name));
            int vote = taken == null || !taken.fresh(policy.maxAge(name), now)
                    ? 0
                    : vote(taken.report(), policy.maxAge(name));
            if (vote > 0) {
                up++;
                shown = true;
            } else if (vote < 0 && !early) {
                down++;
                others++;
                shown |= taken.report().sentinel() == Sentinel.GOOD;
            }
        }
        int configured = policy.vantages().size();
        int quorum = configured == 2 ? 1 : configured / 2 + 1;
        boolean doubt = configured == 2 && up + down == 1 && !shown;
        return new Count(up, down, others > 0, up + down >= quorum && up != down && !doubt);
    }

    private static int vote(Report report, Duration maxAge) {
        Instant cut = report.sentinelSince();
        boolean since = report.confirmed().isAfter(cut);
        return switch (report.opinion()) {
            case UNKNOWN -> 0;
            case DOWN -> report.sentinel() == Sentinel.NONE || (report.sentinel() == Sentinel.GOOD && since) ? -1 : 0;
            case UP ->
                report.sentinel() != Sentinel.LOST
                                || (since
                                        && Duration.between(report.confirmed(), report.made())
                                                        .compareTo(maxAge)
                                                < 0)
                        ? 1
                        : 0;
        };
    }

    /** Counts again, with our own vote as it was given last: what others said may have grown old since. */
    void look(ServiceState service, EndpointState endpoint, Moment now) {
        Page page = pages.get(service.plan().name() + "/" + endpoint.plan().address());
        if (page == null || endpoint.votes() == null || page.own.says() == 2) {
            return;
        }
        Count count = count(service, endpoint, page, now);
        if (count.agreed() != page.stands) {
            page.standsSince = now;
        }
        page.stands = count.agreed();
        Opinion before = page.agreed;
        page.agreed = count.agreed() ? count.winner() : page.agreed;
        boolean isDown = page.agreed == Opinion.DOWN;
        page.shared = isDown && ((before == Opinion.DOWN && page.shared) || (count.agreed() && count.othersDown()));
        page.corroborated = count.agreed() && Math.max(count.up(), count.down()) >= 2;
        agreedDown += isDown && before != Opinion.DOWN ? 1 : 0;
        outvoted += endpoint.health().outvoted() ? 1 : 0;
        Promise.that(
                endpoint.votes().consensus().health() == page.agreed,
                () -> "agreed is " + page.agreed + " by " + count + ", and the core has " + endpoint);
        Promise.that(
                endpoint.votes().vote().corroborated() == page.corroborated,
                () -> "corroborated is " + page.corroborated + " by " + count + ": " + endpoint);
        boolean lost = !page.stands
                && now.since(page.standsSince)
                                .compareTo(service.plan()
                                        .vantages()
                                        .patience(endpoint.votes().consensus().standing()))
                        >= 0;
        Promise.that(!lost || endpoint.open().quorumLost(), () -> "no agreement, and nobody is told: " + endpoint);
        Promise.that(!page.stands || !endpoint.open().quorumLost(), () -> "agreed, and told otherwise: " + endpoint);
    }

    /** The endpoint is out of favour exactly while DOWN is agreed, or its hold-down is not over. */
    private static void health(EndpointState endpoint, Moment now) {
        boolean down = endpoint.votes().consensus().health() == Opinion.DOWN;
        boolean condemned = endpoint.health().health().condemned();
        Promise.that(!down || condemned, () -> "DOWN is agreed: " + endpoint);
        Promise.that(!condemned || down || endpoint.health().hold().holds(now), () -> "nothing condemns " + endpoint);
    }
}
