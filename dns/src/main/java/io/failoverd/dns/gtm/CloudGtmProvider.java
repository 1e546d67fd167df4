package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressRequest;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressResponse;
import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressEnableStatusRequest;
import com.aliyun.alidns20150109.models.UpdateCloudGtmAddressManualAvailableStatusRequest;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.gtm.CloudGtmAddress.Write;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Addresses of GTM 3.0, which belong to the account: one that is taken out is out of every pool and every name that it is
 * in. Taking out is one request for one address and needs no reading; bringing in can need two, and then is done in two
 * writes with a reading between. Weights, and an address that a pool lacks, are a list that is written as a whole, read
 * right before; where it is not as known nothing is written. Owns the API.
 */
public final class CloudGtmProvider implements Provider, HealthSource {
    private final AliyunApi api;
    private final CloudGtmSettings settings;
    private final CloudGtmPools pools;
    private final Halves halves;
    private final DomainServers servers;
    private final Traits traits;

    public CloudGtmProvider(AliyunApi api, CloudGtmSettings settings) {
        this.api = api;
        this.settings = settings;
        this.servers = new DomainServers(api, settings.nameServers());
        this.traits = GtmTraits.of(
                api,
                CloudGtmPool.LARGEST_WEIGHT,
                Math.max(GtmTraits.REQUESTS_A_CALL, settings.pools().size() + 1));
        this.halves = new Halves(traits.staleness());
        this.pools = new CloudGtmPools(api, settings, halves);
    }

    /** Unique among requests: what the network sends twice is done once. */
    static String clientToken() {
        return UUID.randomUUID().toString();
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

    /** A list is written as a whole; switches are thrown one by one. */
    @Override
    public String batch(ManagedName name, Change change) {
        return switch (change) {
            case Change.Add _, Change.SetWeight _, Change.SetTtl _ ->
                "list " + Family.of(change.address()).text();
            case Change.Enable _, Change.Disable _ -> Provider.super.batch(name, change);
        };
    }

    /** A list says the weight of every address again. */
    @Override
    public List<Change> alsoStates(ManagedName name, RecordSet held, List<Change> changes) {
        Change first = changes.getFirst();
        if (!(first instanceof Change.Add) && !(first instanceof Change.SetWeight)) {
            return List.of();
        }
        List<InetAddress> said = changes.stream().map(Change::address).toList();
        var all = new ArrayList<Change>();
        for (TargetRecord record : held.records()) {
            if (record.weight().isPresent()
                    && Family.of(record.address()) == Family.of(first.address())
                    && name.addresses().contains(record.address())
                    && !said.contains(record.address())) {
                all.add(new Change.SetWeight(record, record.weight().getAsInt()));
            }
        }
        return all;
    }

    @Override
    public Reading read(ManagedName name, Call call) {
        return switch (pools.read(name, call)) {
            case Result.Failed<CloudGtmPools.Seen> failed -> new Reading.Unknown(failed.why());
            case Result.Answered<CloudGtmPools.Seen> answered -> {
                var records = new LinkedHashMap<String, TargetRecord>();
                List<CloudGtmPool> all = answered.response().pools();
                for (CloudGtmPool pool : all) {
                    boolean alone = all.stream()
                                    .filter(each -> each.family() == pool.family())
                                    .count()
                            == 1;
                    // Nothing may rely on what a pool holds that is switched off, and there is nothing in it to take
                    // out.
                    if (pool.enabled()) {
                        pool.records(alone).forEach(record -> records.putIfAbsent(record.id(), record));
                    }
                }
                yield Readings.of(name, List.copyOf(records.values()), silent(name, answered.response()));
            }
        };
    }

    /** What keeps GTM from answering the name's addresses, whatever their switches say. */
    private static Optional<String> silent(ManagedName name, CloudGtmPools.Seen seen) {
        var why = new ArrayList<String>();
        for (Family family : seen.disabled()) {
            if (name.addresses().stream().anyMatch(address -> Family.of(address) == family)) {
                why.add("the access domain " + name.name() + " is disabled for " + family.text()
                        + " in the console, so that GTM answers none of its addresses");
            }
        }
        for (CloudGtmPool pool : seen.pools()) {
            if (!pool.enabled()) {
                why.add("pool " + pool.id() + " is disabled in the console, so that GTM answers none of its addresses");
            }
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", why));
    }

    @Override
    public WriteOutcome write(ManagedName name, RecordSet held, List<Change> changes, Call call) {
        Change first = changes.getFirst();
        return switch (first) {
            case Change.Disable disable -> takeOut(disable.record(), call);
            case Change.Enable enable -> bringIn(enable.record(), enable.control(), call);
            case Change.Add _, Change.SetWeight _ -> pools.write(name, held, changes, call);
            case Change.SetTtl _ -> new WriteOutcome.Acknowledged();
        };
    }

    /** One that was added lately is not known by its id yet. */
    private static WriteOutcome unknownId(TargetRecord record) {
        return new WriteOutcome.Failed(new Failure(
                FailureClass.CHANGED,
                "no-id",
                "the id of " + record.address().getHostAddress() + " has to be read first"));
    }

    private WriteOutcome takeOut(TargetRecord record, Call call) {
        if (record.id().isEmpty()) {
            return unknownId(record);
        }
        halves.over(record.id());
        return send(record.id(), CloudGtmAddress.out(settings.takeOut()), call);
    }

    private WriteOutcome bringIn(TargetRecord record, Control control, Call call) {
        if (record.id().isEmpty()) {
            return unknownId(record);
        }
        CloudGtmAddress now;
        switch (api.read(
                call,
                (sdk, options) -> sdk.describeCloudGtmAddressWithOptions(
                        new DescribeCloudGtmAddressRequest().setAddressId(record.id()), options))) {
            case Result.Failed<DescribeCloudGtmAddressResponse> failed -> {
                return new WriteOutcome.Failed(failed.why());
            }
            case Result.Answered<DescribeCloudGtmAddressResponse> answered ->
                now = CloudGtmAddress.of(answered.response().getBody());
        }
        if (now == null) {
            return new WriteOutcome.Failed(Unread.failure("address " + record.id()));
        }
        CloudGtmAddress seen = halves.seen(now);
        Write write = seen.towards(control);
        if (write == null) {
            return new WriteOutcome.Failed(
                    new Failure(FailureClass.CHANGED, "done", "address " + record.id() + " is as wanted already"));
        }
        WriteOutcome outcome = send(record.id(), write, call);
        if (!(outcome instanceof WriteOutcome.Acknowledged)) {
            return outcome;
        }
        if (seen.after(write).towards(control) == null) {
            halves.over(record.id());
            return outcome;
        }
        halves.switched(seen, write);
        return new WriteOutcome.Failed(half(record.id()));
    }

    /** A write is one request. What is left is seen by the reading that follows, and written then. */
    static Failure half(String address) {
        return new Failure(
                FailureClass.CHANGED, "half", "address " + address + " needs a second write, to its other switch");
    }

    private WriteOutcome send(String addressId, Write write, Call call) {
        return switch (write) {
            case Write.Available now ->
                api.write(
                                call,
                                (sdk, options) -> sdk.updateCloudGtmAddressManualAvailableStatusWithOptions(
                                        new UpdateCloudGtmAddressManualAvailableStatusRequest()
                                                .setAddressId(addressId)
                                                .setAvailableMode(now.manual() ? "manual" : "auto")
                                                .setManualAvailableStatus(now.available() ? "available" : "unavailable")
                                                .setClientToken(clientToken()),
                                        options))
                        .outcome();
            case Write.Enable now ->
                api.write(
                                call,
                                (sdk, options) -> sdk.updateCloudGtmAddressEnableStatusWithOptions(
                                        new UpdateCloudGtmAddressEnableStatusRequest()
                                                .setAddressId(addressId)
                                                .setEnableStatus(now.enabled() ? "enable" : "disable")
                                                .setClientToken(clientToken()),
                                        options))
                        .outcome();
        };
    }

    @Override
    public List<ServerAnswer> ask(ManagedName name, Call call) {
        return servers.ask(name, call);
    }

    @Override
    public HealthReading health(ManagedName name, Call call) {
        return switch (pools.read(name, call)) {
            case Result.Failed<CloudGtmPools.Seen> failed -> new HealthReading.Unknown(failed.why());
            case Result.Answered<CloudGtmPools.Seen> answered -> {
                var of = new LinkedHashMap<InetAddress, TargetHealth>();
                for (CloudGtmPool pool : answered.response().pools()) {
                    pool.entries().forEach(entry -> of.put(entry.address(), CloudGtmPool.health(entry)));
                }
                yield new HealthReading.Known(of);
            }
        };
    }

    @Override
    public void warmUp(Call call) {
        pools.warmUp(call);
    }

    @Override
    public void close() {
        api.close();
    }
}
