package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.vertx.core.json.JsonObject;

/**
 * What came of a call.
 *
 * @param account the next version; the same one after a read, and after a write that changed nothing
 * @param place where it was written
 * @param body what is told, without the request's id
 */
public record Outcome(Account account, Place place, JsonObject body) {
    /**
     * What only one write at a time can change.
     *
     * @param busyCode how a second one is refused; empty where writes do not get into each other's way
     */
    public record Place(String name, String busyCode) {
        static final Place NOWHERE = new Place("", "");

        static Place domain(String name) {
            return new Place("domain " + name, "LastOperationNotFinished");
        }

        static Place gtm(String instanceId) {
            return new Place("gtm " + instanceId, "DnsGtmSystemBusyness");
        }

        /** [?] whether GTM 3.0 refuses a second write at all; the fake does not. */
        static Place cloudGtm(String id) {
            return new Place("cloudgtm " + id, "");
        }
    }

    static Outcome read(Account account, JsonObject body) {
        return new Outcome(account, Place.NOWHERE, body);
    }

    /** A write of GTM 3.0 says whether it was successful. */
    static Outcome success(Account account, Place place) {
        return new Outcome(account, place, new JsonObject().put("Success", true));
    }
}
