package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.CloudGtmAddress;
import io.failoverd.daemon.demo.cloud.account.CloudGtmPool;
import io.failoverd.daemon.demo.cloud.actions.Outcome.Place;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** GTM 3.0, written. */
final class CloudGtmWrites {
    private static final List<String> ENABLE = List.of("enable", "disable");

    static final List<Operation> OPERATIONS = List.of(
            Operation.writeOnce("UpdateCloudGtmAddressManualAvailableStatus", CloudGtmWrites::manual),
            Operation.writeOnce("UpdateCloudGtmAddressEnableStatus", CloudGtmWrites::enableAddress),
            Operation.writeOnce("UpdateCloudGtmAddressPoolEnableStatus", CloudGtmWrites::enablePool),
            Operation.writeOnce("ReplaceCloudGtmAddressPoolAddress", CloudGtmWrites::replace));

    private CloudGtmWrites() {}

    /** What the operator says stays on file while the mode is auto. */
    private static Outcome manual(ApiCall call, Account account) throws Refusal {
        CloudGtmAddress old = CloudGtmReads.foundAddress(call, account);
        boolean manual = switch (call.text("AvailableMode", old.manual() ? "manual" : "auto")) {
            case "manual" -> true;
            case "auto" -> false;
            default ->
                throw new Refusal("CloudGtm.Address.AvailableModeInvalid", "The specified AvailableMode is invalid.");
        };
        boolean available = switch (call.text(
                "ManualAvailableStatus", old.manualAvailable() ? "available" : "unavailable")) {
            case "available" -> true;
            case "unavailable" -> false;
            default ->
                throw new Refusal(
                        "CloudGtm.Address.AvailableStatusInvalid", "The specified ManualAvailableStatus is invalid.");
        };
        CloudGtmAddress now = old.withManual(manual, available);
        return Outcome.success(now.equals(old) ? account : account.with(now), Place.cloudGtm(old.id()));
    }

    private static Outcome enableAddress(ApiCall call, Account account) throws Refusal {
        CloudGtmAddress old = CloudGtmReads.foundAddress(call, account);
        CloudGtmAddress now = old.withEnabled(call.oneOf("EnableStatus", ENABLE).equals("enable"));
        return Outcome.success(now.equals(old) ? account : account.with(now), Place.cloudGtm(old.id()));
    }

    private static Outcome enablePool(ApiCall call, Account account) throws Refusal {
        CloudGtmPool old = CloudGtmReads.foundPool(call, account);
        CloudGtmPool now = old.withEnabled(call.oneOf("EnableStatus", ENABLE).equals("enable"));
        return written(account, old, now);
    }

    /** The whole list is replaced, and without one the pool is empty. */
    private static Outcome replace(ApiCall call, Account account) throws Refusal {
        CloudGtmPool old = CloudGtmReads.foundPool(call, account);
        var slots = new ArrayList<CloudGtmPool.Slot>();
        var seen = new HashSet<String>();
        JsonArray asked = array(call.text("Addresses", "[]"));
        for (int i = 0; i < asked.size(); i++) {
            if (!(asked.getValue(i) instanceof JsonObject each)) {
                throw Refusal.invalid("Addresses");
            }
            CloudGtmPool.Slot slot = slot(each, i + 1, account, old);
            if (!seen.add(slot.id())) {
                throw Refusal.invalid("Addresses");
            }
            slots.add(slot);
        }
        return written(account, old, old.withAddresses(slots));
    }

    private static CloudGtmPool.Slot slot(JsonObject each, int serial, Account account, CloudGtmPool pool)
            throws Refusal {
        try {
            CloudGtmAddress address = CloudGtmReads.foundAddress(each.getString("AddressId", ""), account);
            int weight = each.getInteger("WeightValue", 1);
            var sources = each.getJsonArray("RequestSource", new JsonArray().add("default"));
            if (weight < 1 || weight > 100 || !address.type().equals(pool.type())) {
                throw Refusal.invalid("Addresses");
            }
            return new CloudGtmPool.Slot(
                    address.id(),
                    each.getInteger("SerialNumber", serial),
                    weight,
                    sources.stream().map(String::valueOf).toList());
        } catch (ClassCastException _) {
            throw Refusal.invalid("Addresses");
        }
    }

    private static JsonArray array(String json) throws Refusal {
        try {
            return new JsonArray(json);
        } catch (DecodeException _) {
            throw Refusal.invalid("Addresses");
        }
    }

    private static Outcome written(Account account, CloudGtmPool old, CloudGtmPool now) {
        Outcome outcome = Outcome.success(now.equals(old) ? account : account.with(now), Place.cloudGtm(old.id()));
        outcome.body().put("AddressPoolId", old.id());
        return outcome;
    }
}
