package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.DnsGtmPool;
import io.failoverd.daemon.demo.cloud.account.DnsGtmStrategy;
import io.failoverd.daemon.demo.cloud.actions.Outcome.Place;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** GTM 2.0, written. */
final class DnsGtmWrites {
    private static final List<String> LBA_STRATEGIES = List.of("ALL_RR", "RATIO");
    private static final List<String> MODES = List.of("SMART", "ONLINE", "OFFLINE");
    private static final List<String> ACCESS_MODES = List.of("AUTO", "DEFAULT", "FAILOVER");

    static final List<Operation> OPERATIONS = List.of(
            Operation.write("UpdateDnsGtmAddressPool", DnsGtmWrites::pool),
            Operation.write("SetDnsGtmAccessMode", DnsGtmWrites::accessMode));

    private DnsGtmWrites() {}

    /** The whole list is replaced: what is not said again is gone, an address as well as its AttributeInfo. */
    private static Outcome pool(ApiCall call, Account account) throws Refusal {
        DnsGtmPool old = DnsGtmReads.foundPool(call, account);
        String strategy = call.oneOf("LbaStrategy", LBA_STRATEGIES);
        var addrs = new ArrayList<DnsGtmPool.Addr>();
        var seen = new HashSet<String>();
        for (Map<String, String> each : call.flattened("Addr")) {
            DnsGtmPool.Addr addr = addr(call, each);
            if (!seen.add(addr.addr())) {
                // [?] the code of an address that comes twice.
                throw Refusal.invalid("Addr");
            }
            addrs.add(addr);
        }
        if (addrs.isEmpty()) {
            throw Refusal.missing("Addr");
        }
        var now = new DnsGtmPool(
                old.id(),
                old.instanceId(),
                call.text("Name", old.name()),
                old.type(),
                strategy,
                old.monitorConfigId(),
                addrs);
        return new Outcome(
                now.equals(old) ? account : account.with(now), Place.gtm(old.instanceId()), new JsonObject());
    }

    private static DnsGtmPool.Addr addr(ApiCall call, Map<String, String> fields) throws Refusal {
        var each = new ApiCall(call.action(), fields, call.caller(), call.nonce());
        int weight = each.number("LbaWeight", 1);
        if (weight < 1 || weight > 100) {
            // [?] the bounds; GTM 3.0 documents 1 to 100.
            throw Refusal.invalid("LbaWeight");
        }
        return new DnsGtmPool.Addr(
                each.required("Addr"),
                each.oneOf("Mode", MODES),
                weight,
                each.text("AttributeInfo", ""),
                each.text("Remark", ""));
    }

    private static Outcome accessMode(ApiCall call, Account account) throws Refusal {
        DnsGtmStrategy old = DnsGtmReads.foundStrategy(call, account);
        DnsGtmStrategy now = old.withAccessMode(call.oneOf("AccessMode", ACCESS_MODES));
        return new Outcome(
                now.equals(old) ? account : account.with(now), Place.gtm(old.instanceId()), new JsonObject());
    }
}
