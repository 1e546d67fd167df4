package io.failoverd.dns.gtm;

import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolResponseBody;
import com.aliyun.alidns20150109.models.DescribeDnsGtmInstanceAddressPoolResponseBody.DescribeDnsGtmInstanceAddressPoolResponseBodyAddrsAddr;
import com.aliyun.alidns20150109.models.UpdateDnsGtmAddressPoolRequest;
import com.aliyun.alidns20150109.models.UpdateDnsGtmAddressPoolRequest.UpdateDnsGtmAddressPoolRequestAddr;
import io.failoverd.dns.aliyun.Result;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetHealth;
import io.failoverd.dns.model.TargetRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pool of GTM 2.0 as it was read, and so everything that a write of it has to say again.
 *
 * @param name as read; null where it was not said
 * @param lbaStrategy ALL_RR or RATIO, as read
 * @param monitored whether its health check is on
 */
record DnsGtmPool(
        String id, Family family, @Nullable String name, String lbaStrategy, boolean monitored, List<Entry> entries) {
    private static final String OFFLINE = "OFFLINE";

    private static final Set<String> MODES = Set.of(Control.SMART.name(), Control.ONLINE.name(), OFFLINE);

    /** [?] for 2.0; 3.0 documents 1 to 100. */
    static final int LARGEST_WEIGHT = 100;

    /**
     * An address of it; what may be null was not said.
     *
     * @param text the address as read
     * @param mode SMART, ONLINE or OFFLINE, as read
     * @param alert what its last health check said: OK or ALERT
     */
    record Entry(
            InetAddress address,
            String text,
            String mode,
            @Nullable Integer weight,
            @Nullable String attributeInfo,
            @Nullable String remark,
            @Nullable String alert) {
        boolean enabled() {
            return !mode.equalsIgnoreCase(OFFLINE);
        }

        Control control() {
            return mode.equalsIgnoreCase(Control.ONLINE.name()) ? Control.ONLINE : Control.SMART;
        }

        Entry withMode(String now) {
            return new Entry(address, text, now, weight, attributeInfo, remark, alert);
        }

        Entry withWeight(int now) {
            return new Entry(address, text, mode, now, attributeInfo, remark, alert);
        }

        private UpdateDnsGtmAddressPoolRequestAddr request() {
            return new UpdateDnsGtmAddressPoolRequestAddr()
                    .setAddr(text)
                    .setMode(mode)
                    .setLbaWeight(weight)
                    .setAttributeInfo(attributeInfo)
                    .setRemark(remark);
        }
    }

    DnsGtmPool {
        entries = List.copyOf(entries);
    }

    /** Of an answer; with a part missing, it is none. */
    static Result<DnsGtmPool> of(String id, @Nullable DescribeDnsGtmInstanceAddressPoolResponseBody body) {
        if (body == null || body.getLbaStrategy() == null || body.getAddrs() == null) {
            return Unread.partial("pool " + id);
        }
        Family family;
        switch (Family.ofPool(id, body.getType())) {
            case Result.Answered<Family> answered -> family = answered.response();
            case Result.Failed<Family> failed -> {
                return new Result.Failed<>(failed.why());
            }
        }
        List<DescribeDnsGtmInstanceAddressPoolResponseBodyAddrsAddr> addrs =
                body.getAddrs().getAddr() == null ? List.of() : body.getAddrs().getAddr();
        if (body.getAddrCount() == null || addrs.size() != body.getAddrCount()) {
            return Unread.partial(
                    "pool " + id + " has " + body.getAddrCount() + " addresses, and " + addrs.size() + " were told");
        }
        var entries = new ArrayList<Entry>();
        for (DescribeDnsGtmInstanceAddressPoolResponseBodyAddrsAddr each : addrs) {
            if (!MODES.contains(String.valueOf(each.getMode()).toUpperCase(Locale.ROOT))) {
                return Unread.partial("pool " + id + " has an address in the mode " + each.getMode());
            }
            switch (family.address(id, each.getAddr())) {
                case Result.Answered<InetAddress> answered -> entries.add(entry(answered.response(), each));
                case Result.Failed<InetAddress> failed -> {
                    return new Result.Failed<>(failed.why());
                }
            }
        }
        boolean monitored = "OPEN".equalsIgnoreCase(body.getMonitorStatus());
        return new Result.Answered<>(
                new DnsGtmPool(id, family, body.getName(), body.getLbaStrategy(), monitored, entries));
    }

    private static Entry entry(InetAddress address, DescribeDnsGtmInstanceAddressPoolResponseBodyAddrsAddr each) {
        return new Entry(
                address,
                each.getAddr(),
                each.getMode(),
                each.getLbaWeight(),
                each.getAttributeInfo(),
                each.getRemark(),
                each.getAlertStatus());
    }

    boolean weighs() {
        return lbaStrategy.toUpperCase(Locale.ROOT).equals("RATIO");
    }

    private TargetRecord record(Entry entry) {
        Integer weight = entry.weight();
        return new TargetRecord(
                entry.address(),
                entry.enabled(),
                weighs() && weight != null ? OptionalInt.of(weight) : OptionalInt.empty(),
                Duration.ZERO,
                id,
                entry.control(),
                health(entry));
    }

    List<TargetRecord> records() {
        return entries.stream().map(this::record).toList();
    }

    TargetHealth health(Entry entry) {
        if (!monitored || entry.alert() == null) {
            return TargetHealth.UNMONITORED;
        }
        return entry.alert().equalsIgnoreCase("ALERT") ? TargetHealth.FAILING : TargetHealth.OK;
    }

    /** Whether this is what is known of it: the same addresses in the same modes, with the same weights where those count. */
    boolean is(RecordSet known) {
        long there = known.records().stream()
                .filter(record -> Family.of(record.address()) == family)
                .count();
        return there == entries.size()
                && records().stream()
                        .allMatch(now -> known.of(now.address())
                                .filter(then -> same(now, then))
                                .isPresent());
    }

    private static boolean same(TargetRecord now, TargetRecord then) {
        return now.enabled() == then.enabled()
                && (!now.enabled() || now.control() == then.control())
                && (now.weight().isEmpty()
                        || then.weight().isEmpty()
                        || now.weight().equals(then.weight()));
    }

    /** With these changes, and everything else as it is. */
    DnsGtmPool after(List<Change> changes) {
        var next = new ArrayList<>(entries);
        for (Change change : changes) {
            switch (change) {
                case Change.Add add ->
                    next.add(new Entry(
                            add.address(),
                            add.address().getHostAddress(),
                            add.control().name(),
                            weighs() ? add.weight().orElse(1) : 1,
                            null,
                            null,
                            null));
                case Change.Enable enable ->
                    next.replaceAll(entry -> entry.address().equals(enable.address())
                            ? entry.withMode(enable.control().name())
                            : entry);
                case Change.Disable disable ->
                    next.replaceAll(
                            entry -> entry.address().equals(disable.address()) ? entry.withMode(OFFLINE) : entry);
                case Change.SetWeight set ->
                    next.replaceAll(
                            entry -> entry.address().equals(set.address()) ? entry.withWeight(set.weight()) : entry);
                // A pool has no TTL of its own, and so none of its records does.
                case Change.SetTtl _ -> {}
            }
        }
        return new DnsGtmPool(id, family, name, lbaStrategy, monitored, next);
    }

    /** The write that makes the pool this one. */
    UpdateDnsGtmAddressPoolRequest request() {
        return new UpdateDnsGtmAddressPoolRequest()
                .setAddrPoolId(id)
                .setName(name)
                .setLbaStrategy(lbaStrategy)
                .setAddr(entries.stream().map(Entry::request).toList());
    }
}
