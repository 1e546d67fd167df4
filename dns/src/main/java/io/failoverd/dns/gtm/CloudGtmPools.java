package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressPoolRequest;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressPoolResponse;
import com.aliyun.alidns20150109.models.ListCloudGtmAddressesRequest;
import com.aliyun.alidns20150109.models.ListCloudGtmAddressesResponse;
import com.aliyun.alidns20150109.models.ListCloudGtmAddressesResponseBody.ListCloudGtmAddressesResponseBodyAddressesAddress;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.WriteOutcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the pools of a name of GTM 3.0, and writes their lists. Any thread may call. */
final class CloudGtmPools {
    private static final int PAGE = 100;

    private final AliyunApi api;
    private final CloudGtmSettings settings;
    private final AccessDomains accessDomains;

    /** A failover waits no longer for what is only looked up again; what comes later is there for the next reading. */
    private static final Duration MOST_WAIT = Duration.ofMillis(500);

    private final Halves halves;

    /** What was looked up, by name; bounded by the names that a publisher keeps. */
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    private record Found(AccessDomain domain, long nanos) {
        boolean isFresh(Duration atMost) {
            return System.nanoTime() - nanos < atMost.toNanos();
        }
    }

    /**
     * The pools of a name.
     *
     * @param disabled the families that the access domain answers nothing of
     */
    record Seen(List<CloudGtmPool> pools, Set<Family> disabled) {
        Seen {
            pools = List.copyOf(pools);
        }
    }

    CloudGtmPools(AliyunApi api, CloudGtmSettings settings, Halves halves) {
        this.api = api;
        this.settings = settings;
        this.halves = halves;
        this.accessDomains = new AccessDomains(api, settings.instance());
    }

    /** Looks the name up, and keeps what is found. */
    private Result<AccessDomain> lookUp(ManagedName name, Call call) {
        Result<AccessDomain> domain = accessDomains.read(name.name(), call);
        if (domain instanceof Result.Answered<AccessDomain> answered) {
            found.put(name.name(), new Found(answered.response(), System.nanoTime()));
        }
        return domain;
    }

    private Result<CloudGtmPool> read(String id, Call call) {
        return switch (api.read(
                call,
                (sdk, options) -> sdk.describeCloudGtmAddressPoolWithOptions(
                        new DescribeCloudGtmAddressPoolRequest().setAddressPoolId(id), options))) {
            case Result.Failed<DescribeCloudGtmAddressPoolResponse> failed -> new Result.Failed<>(failed.why());
            case Result.Answered<DescribeCloudGtmAddressPoolResponse> answered ->
                CloudGtmPool.of(id, answered.response().getBody());
        };
    }

    /** All pools of the name, or none. */
    Result<Seen> read(ManagedName name, Call call) {
        if (!settings.pools().isEmpty()) {
            return seen(new AccessDomain(settings.pools(), Set.of()), call);
        }
        Found known = found.get(name.name());
        if (known == null || call.rediscover()) {
            return switch (lookUp(name, call)) {
                case Result.Failed<AccessDomain> failed -> new Result.Failed<>(failed.why());
                case Result.Answered<AccessDomain> answered -> seen(answered.response(), call);
            };
        }
        return known.isFresh(settings.lookAgain()) ? seen(known.domain(), call) : renewed(name, known.domain(), call);
    }

    /** What is known of the access domain is looked up again beside the reading of its pools. */
    private Result<Seen> renewed(ManagedName name, AccessDomain known, Call call) {
        var looked = new CompletableFuture<Result<AccessDomain>>();
        Thread.ofVirtual().name("look-up-" + name.name()).start(() -> looked.complete(lookUp(name, call)));
        Result<Seen> pools = seen(known, call);
        Result<AccessDomain> now = within(looked, call);
        return switch (now) {
            case Result.Answered<AccessDomain> answered
            when !answered.response().equals(known) -> seen(answered.response(), call);
            // It is not there any more; whatever else fails, what is known is good enough to go on.
            case Result.Failed<AccessDomain> failed
            when failed.why().code().equals(AccessDomains.NONE) -> new Result.Failed<>(failed.why());
            case Result.Answered<AccessDomain> _, Result.Failed<AccessDomain> _ -> pools;
        };
    }

    private static Result<AccessDomain> within(CompletableFuture<Result<AccessDomain>> looked, Call call) {
        Duration left = call.remaining();
        try {
            return looked.get((left.compareTo(MOST_WAIT) < 0 ? left : MOST_WAIT).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Told below.
        }
        return Unread.partial("the access domain was not looked up in time");
    }

    private Result<Seen> seen(AccessDomain domain, Call call) {
        return switch (read(domain.pools(), call)) {
            case Result.Failed<List<CloudGtmPool>> failed -> new Result.Failed<>(failed.why());
            case Result.Answered<List<CloudGtmPool>> answered ->
                new Result.Answered<>(new Seen(answered.response(), domain.disabled()));
        };
    }

    private Result<List<CloudGtmPool>> read(List<String> ids, Call call) {
        var pools = new ArrayList<CloudGtmPool>();
        for (String id : ids) {
            switch (read(id, call)) {
                case Result.Failed<CloudGtmPool> failed -> {
                    return new Result.Failed<>(failed.why());
                }
                case Result.Answered<CloudGtmPool> answered -> pools.add(answered.response());
            }
        }
        return new Result.Answered<>(pools);
    }

    /** Weights and additions of one family, as one list. */
    WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        Family family = Family.of(changes.getFirst().address());
        List<CloudGtmPool> pools;
        switch (read(name, call)) {
            case Result.Failed<Seen> failed -> {
                return new WriteOutcome.Failed(failed.why());
            }
            case Result.Answered<Seen> answered -> pools = answered.response().pools();
        }
        List<CloudGtmPool> fit =
                pools.stream().filter(pool -> pool.family() == family).toList();
        List<String> ids = pools.stream().map(CloudGtmPool::id).toList();
        if (fit.isEmpty()) {
            return new WriteOutcome.Failed(Readings.noPool(name, family, ids));
        }
        if (fit.size() > 1) {
            return new WriteOutcome.Failed(byHand(
                    "several-pools",
                    name.name() + " has several pools of " + family.text() + ", " + ids + ": put "
                            + changes.getFirst().address().getHostAddress() + " into the right one"));
        }
        if (!fit.getFirst().enabled()) {
            return new WriteOutcome.Failed(byHand(
                    "pool-off",
                    "pool " + fit.getFirst().id()
                            + " is switched off, so that nothing of it is answered: switch it on"));
        }
        return fit.getFirst().lists(held)
                ? write(fit.getFirst(), changes, call)
                : new WriteOutcome.Failed(Readings.changed(fit.getFirst().id()));
    }

    private WriteOutcome write(CloudGtmPool now, List<Change> changes, Call call) {
        CloudGtmPool next = now;
        String unlike = null;
        for (Change change : changes) {
            switch (change) {
                case Change.SetWeight set -> next = next.withWeight(set.address(), set.weight());
                case Change.Add add -> {
                    if (now.byNearness()) {
                        return new WriteOutcome.Failed(byHand(
                                "by-nearness",
                                "pool " + now.id() + " answers by nearness: say there for which sources "
                                        + add.address().getHostAddress() + " is"));
                    }
                    switch (find(add.address(), call)) {
                        case Result.Failed<CloudGtmAddress> failed -> {
                            return new WriteOutcome.Failed(failed.why());
                        }
                        case Result.Answered<CloudGtmAddress> found -> {
                            CloudGtmAddress address = found.response();
                            if (halves.mayBeListed(now.id(), address.id())) {
                                return new WriteOutcome.Failed(Readings.changed(now.id()));
                            }
                            next = next.with(
                                    add.address(),
                                    address,
                                    now.weighs() ? add.weight().orElse(1) : 1);
                            unlike = address.towards(add.control()) == null ? unlike : address.id();
                        }
                    }
                }
                case Change.Enable _, Change.Disable _, Change.SetTtl _ -> {}
            }
        }
        CloudGtmPool list = next;
        String token = CloudGtmProvider.clientToken();
        WriteOutcome outcome = api.write(
                        call,
                        (sdk, options) ->
                                sdk.replaceCloudGtmAddressPoolAddressWithOptions(list.request(token), options))
                .outcome();
        if (!(outcome instanceof WriteOutcome.Acknowledged) || unlike == null) {
            return outcome;
        }
        halves.listed(now.id(), unlike);
        return new WriteOutcome.Failed(CloudGtmProvider.half(unlike));
    }

    /**
     * An address that the account has. One that it has not is not made here: without the health checks that the operator
     * gives it GTM would never take it out, whoever is in control.
     */
    private Result<CloudGtmAddress> find(InetAddress address, Call call) {
        String literal = address.getHostAddress();
        var same = new ArrayList<CloudGtmAddress>();
        switch (api.read(
                call,
                (sdk, options) -> sdk.listCloudGtmAddressesWithOptions(
                        new ListCloudGtmAddressesRequest()
                                .setAddress(literal)
                                .setType(Family.of(address).text())
                                .setPageNumber(1)
                                .setPageSize(PAGE),
                        options))) {
            case Result.Failed<ListCloudGtmAddressesResponse> failed -> {
                return new Result.Failed<>(failed.why());
            }
            case Result.Answered<ListCloudGtmAddressesResponse> answered -> {
                for (ListCloudGtmAddressesResponseBodyAddressesAddress each : told(answered.response())) {
                    CloudGtmAddress switches = CloudGtmAddress.of(each);
                    if (switches != null && isThis(address, each.getAddress())) {
                        same.add(switches);
                    }
                }
            }
        }
        if (same.size() == 1) {
            return new Result.Answered<>(same.getFirst());
        }
        return new Result.Failed<>(
                same.isEmpty()
                        ? byHand(
                                "no-address",
                                "the account has no address " + literal
                                        + ": make it in the console, with its health checks")
                        : byHand(
                                "several-addresses",
                                "the account has " + literal + " several times, as "
                                        + same.stream().map(CloudGtmAddress::id).toList()
                                        + ": put one of them into the pool"));
    }

    private static List<ListCloudGtmAddressesResponseBodyAddressesAddress> told(
            ListCloudGtmAddressesResponse response) {
        return response.getBody() == null
                        || response.getBody().getAddresses() == null
                        || response.getBody().getAddresses().getAddress() == null
                ? List.of()
                : response.getBody().getAddresses().getAddress();
    }

    /** The filter of a list may find more than was asked for. */
    private static boolean isThis(InetAddress address, @Nullable String literal) {
        try {
            return literal != null && InetAddress.ofLiteral(literal).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Failure byHand(String code, String text) {
        return new Failure(FailureClass.CONFIG, code, text);
    }

    void warmUp(Call call) {
        if (settings.pools().isEmpty()) {
            accessDomains.warmUp(call);
        } else {
            read(settings.pools().getFirst(), call);
        }
    }
}
