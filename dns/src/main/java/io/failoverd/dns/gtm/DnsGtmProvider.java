package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolRequest;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolResponse;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.HealthReading;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.model.Reading;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.publish.Call;
import io.failoverd.dns.publish.HealthSource;
import io.failoverd.dns.publish.Provider;
import io.failoverd.dns.publish.ServerAnswer;
import io.failoverd.dns.publish.Traits;
import io.failoverd.dns.publish.WriteOutcome;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Address pools of GTM 2.0. GTM takes one write of an instance at a time, and refuses another one as busy; that is tried again.
 * One write makes all changes of a pool; the pool is read right before, and where it is not as known nothing is written.
 * That leaves the time of one request in which somebody else's change would be undone, since GTM has no version to write
 * against. An address is switched by its mode and never taken from the pool; one that is missing is added. Owns the API.
 */
public final class DnsGtmProvider implements Provider, HealthSource {
    private final AliyunApi api;
    private final DnsGtmSettings settings;
    private final DomainServers servers;
    private final Traits traits;

    /** Which pool takes which family, by pool; a pool never changes its type. Bounded by the configured pools. */
    private final Map<String, Family> families = new ConcurrentHashMap<>();

    public DnsGtmProvider(AliyunApi api, DnsGtmSettings settings) {
        this.api = api;
        this.settings = settings;
        this.servers = new DomainServers(api, settings.nameServers());
        this.traits =
                GtmTraits.of(api, DnsGtmPool.LARGEST_WEIGHT, settings.pools().size() + 1);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Control control() {
        return settings.control();
    }

    @Override
    public boolean handsBack() {
        return true;
    }

    /** A pool is written as a whole. */
    @Override
    public String batch(ManagedName name, Change change) {
        return Family.of(change.address()).text();
    }

    /** Every address of the pool is told its mode. */
    @Override
    public List<Change> alsoStates(ManagedName name, RecordSet held, List<Change> changes) {
        Family family = Family.of(changes.getFirst().address());
        Set<InetAddress> switched = new LinkedHashSet<>();
        changes.stream()
                .filter(change -> !(change instanceof Change.SetWeight))
                .forEach(change -> switched.add(change.address()));
        return held.records().stream()
                .filter(record -> Family.of(record.address()) == family
                        && name.addresses().contains(record.address())
                        && !switched.contains(record.address()))
                .map(DnsGtmProvider::stated)
                .toList();
    }

    private static Change stated(TargetRecord record) {
        return record.enabled() ? new Change.Enable(record, record.control()) : new Change.Disable(record);
    }

    private Result<DnsGtmPool> pool(String id, Call call) {
        return switch (api.read(
                call,
                (sdk, options) -> sdk.describeDnsGtmInstanceAddressPoolWithOptions(
                        new DescribeDnsGtmInstanceAddressPoolRequest().setAddrPoolId(id), options))) {
            case Result.Failed<DescribeDnsGtmInstanceAddressPoolResponse> failed -> new Result.Failed<>(failed.why());
            case Result.Answered<DescribeDnsGtmInstanceAddressPoolResponse> answered -> {
                Result<DnsGtmPool> pool = DnsGtmPool.of(id, answered.response().getBody());
                if (pool instanceof Result.Answered<DnsGtmPool> known) {
                    families.put(id, known.response().family());
                }
                yield pool;
            }
        };
    }

    /** All pools of the name, or none. */
    private Result<List<DnsGtmPool>> pools(ManagedName name, Call call) {
        var pools = new ArrayList<DnsGtmPool>();
        for (String id : settings.pools()) {
            switch (pool(id, call)) {
                case Result.Failed<DnsGtmPool> failed -> {
                    return new Result.Failed<>(failed.why());
                }
                case Result.Answered<DnsGtmPool> answered -> pools.add(answered.response());
            }
        }
        long families = pools.stream().map(DnsGtmPool::family).distinct().count();
        if (pools.isEmpty() || families != pools.size()) {
            return new Result.Failed<>(new Failure(
                    FailureClass.CONFIG,
                    "pools",
                    name.name() + " needs one pool for each family that it has addresses of, and has "
                            + settings.pools()));
        }
        return new Result.Answered<>(pools);
    }

    @Override
    public Reading read(ManagedName name, Call call) {
        return switch (pools(name, call)) {
            case Result.Failed<List<DnsGtmPool>> failed -> new Reading.Unknown(failed.why());
            case Result.Answered<List<DnsGtmPool>> answered -> {
                var records = new ArrayList<TargetRecord>();
                answered.response().forEach(pool -> records.addAll(pool.records()));
                yield Readings.of(name, records, Optional.empty());
            }
        };
    }

    @Override
    public WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        Family family = Family.of(changes.getFirst().address());
        for (String id : settings.pools()) {
            Family known = families.get(id);
            if (known != null && known != family) {
                continue;
            }
            switch (pool(id, call)) {
                case Result.Failed<DnsGtmPool> failed -> {
                    return new WriteOutcome.Failed(failed.why());
                }
                case Result.Answered<DnsGtmPool> answered -> {
                    if (answered.response().family() == family) {
                        return write(answered.response(), held, changes, call);
                    }
                }
            }
        }
        return new WriteOutcome.Failed(Readings.noPool(name, family, settings.pools()));
    }

    private WriteOutcome write(DnsGtmPool now, RecordSet held, List<Change> changes, Call call) {
        if (!now.is(held)) {
            return new WriteOutcome.Failed(Readings.changed(now.id()));
        }
        DnsGtmPool next = now.after(changes);
        return api.write(call, (sdk, options) -> sdk.updateDnsGtmAddressPoolWithOptions(next.request(), options))
                .outcome();
    }

    @Override
    public List<ServerAnswer> ask(ManagedName name, Call call) {
        return servers.ask(name, call);
    }

    @Override
    public HealthReading health(ManagedName name, Call call) {
        return switch (pools(name, call)) {
            case Result.Failed<List<DnsGtmPool>> failed -> new HealthReading.Unknown(failed.why());
            case Result.Answered<List<DnsGtmPool>> answered -> {
                var of = new LinkedHashMap<InetAddress, TargetHealth>();
                answered.response()
                        .forEach(pool -> pool.entries().forEach(entry -> of.put(entry.address(), pool.health(entry))));
                yield new HealthReading.Known(of);
            }
        };
    }

    @Override
    public void warmUp(Call call) {
        pool(settings.pools().getFirst(), call);
    }

    @Override
    public void close() {
        api.close();
    }
}
