package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressPoolResponseBody;
import com.aliyun.alidns20150109.models.DescribeCloudGtmAddressPoolResponseBody.DescribeCloudGtmAddressPoolResponseBodyAddressesAddress;
import com.aliyun.alidns20150109.models.ReplaceCloudGtmAddressPoolAddressRequest;
import com.aliyun.alidns20150109.models.ReplaceCloudGtmAddressPoolAddressRequest.ReplaceCloudGtmAddressPoolAddressRequestAddresses;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.TargetRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A pool of GTM 3.0 as it was read. Its list says which addresses of the account it refers to, in which order and with
 * which weight; how the addresses are switched is no part of it.
 *
 * @param enabled whether the pool is switched on; of one that is not, nothing is answered, however its addresses are switched
 * @param lbStrategy round_robin, sequence, weight or source_nearest, as read
 */
record CloudGtmPool(String id, Family family, boolean enabled, String lbStrategy, List<Entry> entries) {
    static final int LARGEST_WEIGHT = 100;

    /**
     * An address of it; what may be null was not said.
     *
     * @param health ok, ok_alert, ok_no_monitor or exceptional, as read
     */
    record Entry(
            InetAddress address,
            CloudGtmAddress switches,
            @Nullable String health,
            @Nullable Integer weight,
            @Nullable Integer serial,
            @Nullable List<String> sources) {
        Entry withWeight(int now) {
            return new Entry(address, switches, health, now, serial, sources);
        }

        private ReplaceCloudGtmAddressPoolAddressRequestAddresses request() {
            return new ReplaceCloudGtmAddressPoolAddressRequestAddresses()
                    .setAddressId(switches.id())
                    .setWeightValue(weight)
                    .setSerialNumber(serial)
                    .setRequestSource(sources);
        }
    }

    CloudGtmPool {
        entries = List.copyOf(entries);
    }

    /** Of an answer; with a part missing, it is none. */
    static Result<CloudGtmPool> of(String id, @Nullable DescribeCloudGtmAddressPoolResponseBody body) {
        Boolean on = body == null ? null : CloudGtmAddress.first(body.getEnableStatus(), "enable", "disable");
        if (body == null
                || on == null
                || body.getAddressLbStrategy() == null
                || body.getAddresses() == null
                || body.getAddresses().getAddress() == null) {
            return Unread.partial("pool " + id);
        }
        Family family;
        switch (Family.ofPool(id, body.getAddressPoolType())) {
            case Result.Answered<Family> answered -> family = answered.response();
            case Result.Failed<Family> failed -> {
                return new Result.Failed<>(failed.why());
            }
        }
        var entries = new ArrayList<Entry>();
        for (DescribeCloudGtmAddressPoolResponseBodyAddressesAddress each :
                body.getAddresses().getAddress()) {
            CloudGtmAddress switches = CloudGtmAddress.of(each);
            if (switches == null) {
                return Unread.partial("pool " + id + " has an address without its switches");
            }
            switch (family.address(id, each.getAddress())) {
                case Result.Answered<InetAddress> answered -> entries.add(entry(answered.response(), switches, each));
                case Result.Failed<InetAddress> failed -> {
                    return new Result.Failed<>(failed.why());
                }
            }
        }
        return new Result.Answered<>(new CloudGtmPool(id, family, on, body.getAddressLbStrategy(), entries));
    }

    private static Entry entry(
            InetAddress address,
            CloudGtmAddress switches,
            DescribeCloudGtmAddressPoolResponseBodyAddressesAddress each) {
        return new Entry(
                address,
                switches,
                each.getHealthStatus(),
                each.getWeightValue(),
                each.getSerialNumber(),
                each.getRequestSource() == null ? null : each.getRequestSource().getRequestSource());
    }

    boolean weighs() {
        return lbStrategy.equalsIgnoreCase("weight");
    }

    boolean byNearness() {
        return lbStrategy.equalsIgnoreCase("source_nearest");
    }

    /**
     * As records.
     *
     * @param alone whether the weights of this pool are those of the name: not where it has several of the family
     */
    List<TargetRecord> records(boolean alone) {
        return entries.stream().map(entry -> record(entry, alone && weighs())).toList();
    }

    private static TargetRecord record(Entry entry, boolean weighs) {
        Integer weight = entry.weight();
        return new TargetRecord(
                entry.address(),
                entry.switches().on(),
                weighs && weight != null ? OptionalInt.of(weight) : OptionalInt.empty(),
                Duration.ZERO,
                entry.switches().id(),
                entry.switches().control(),
                health(entry));
    }

    static TargetHealth health(Entry entry) {
        return switch (entry.health()) {
            case String said when said.equalsIgnoreCase("exceptional") -> TargetHealth.FAILING;
            case String said when said.equalsIgnoreCase("ok") || said.equalsIgnoreCase("ok_alert") -> TargetHealth.OK;
            case null, default -> TargetHealth.UNMONITORED;
        };
    }

    /** Whether its list is what is known of it: the same addresses, with the same weights where those count. */
    boolean lists(RecordSet known) {
        long there = known.records().stream()
                .filter(record -> Family.of(record.address()) == family)
                .count();
        return there == entries.size()
                && records(true).stream()
                        .allMatch(now -> known.of(now.address())
                                .filter(then -> now.weight().isEmpty()
                                        || then.weight().isEmpty()
                                        || now.weight().equals(then.weight()))
                                .isPresent());
    }

    CloudGtmPool withWeight(InetAddress address, int weight) {
        var next = new ArrayList<>(entries);
        next.replaceAll(entry -> entry.address().equals(address) ? entry.withWeight(weight) : entry);
        return new CloudGtmPool(id, family, enabled, lbStrategy, next);
    }

    /** With one more, behind all others, for the same sources as they are. */
    CloudGtmPool with(InetAddress address, CloudGtmAddress switches, int weight) {
        int last = 0;
        for (Entry entry : entries) {
            Integer serial = entry.serial();
            last = serial == null ? last : Math.max(last, serial);
        }
        var next = new ArrayList<>(entries);
        List<String> sources = entries.isEmpty() ? null : entries.getLast().sources();
        next.add(new Entry(address, switches, null, weight, last + 1, sources));
        return new CloudGtmPool(id, family, enabled, lbStrategy, next);
    }

    /** The write that makes the list this one. */
    ReplaceCloudGtmAddressPoolAddressRequest request(String clientToken) {
        return new ReplaceCloudGtmAddressPoolAddressRequest()
                .setAddressPoolId(id)
                .setClientToken(clientToken)
                .setAddresses(entries.stream().map(Entry::request).toList());
    }
}
