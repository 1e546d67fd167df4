package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.account.LineSet;
import io.failoverd.daemon.demo.cloud.actions.Outcome.Place;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Weighted round robin. [?] what becomes of an open set when a record of it is disabled: here it stays open, and the
 * records that are still enabled answer by their weights.
 */
final class Weights {
    private static final List<String> TYPES = List.of("A", "AAAA", "CNAME");
    private static final int MOST_OF_A_PAGE = 100;
    private static final int MOST_RECORDS_FREE = 10;
    private static final int MOST_RECORDS_PAID = 90;

    /** The SDK and the API's page say 1, the product's page says 0 and "not returned": the stricter one here. */
    private static final int LEAST = 1;

    private static final int MOST = 100;

    static final List<Operation> OPERATIONS = List.of(
            Operation.write("SetDNSSLBStatus", Weights::open),
            Operation.write("UpdateDNSSLBWeight", Weights::weigh),
            Operation.read("DescribeDNSSLBSubDomains", Weights::list));

    private Weights() {}

    private static Outcome open(ApiCall call, Account account) throws Refusal {
        Names.Sub sub = Names.subDomain(call, account);
        Domain domain = sub.domain();
        String type = call.has("Type") ? call.oneOf("Type", TYPES) : "A";
        var set = new LineSet(sub.rr(), type, call.text("Line", DomainRecord.DEFAULT_LINE));
        boolean open = call.flag("Open", true);
        long enabled = domain.of(set).filter(DomainRecord::enabled).count();
        if (!open && !domain.isWeighted(set)) {
            throw closed();
        }
        if (open && enabled < 2) {
            // [?] the code; that two enabled records are needed is documented.
            throw Refusal.invalid("SubDomain");
        }
        if (open && enabled > (domain.edition() == Edition.FREE ? MOST_RECORDS_FREE : MOST_RECORDS_PAID)) {
            throw new Refusal("LineDnsSlb.QuotaExceeded", "The number of records of the line exceeds the quota.");
        }
        Account next = open == domain.isWeighted(set) ? account : account.with(domain.withWeighted(set, open));
        return new Outcome(
                next,
                Place.domain(domain.name()),
                new JsonObject().put("Open", open).put("RecordCount", enabled));
    }

    /** The order of the errors is [?]; their codes are from the vendor's older page of this action. */
    private static Outcome weigh(ApiCall call, Account account) throws Refusal {
        Account.Found found = Names.writable(call, account);
        DomainRecord record = found.record();
        call.required("Weight");
        int weight = call.number("Weight", 0);
        if (!record.enabled()) {
            throw new Refusal("DomainRecordDisable", "The domain record is disable.");
        }
        if (!found.domain().isWeighted(record.set())) {
            throw closed();
        }
        if (weight < LEAST || weight > MOST) {
            throw new Refusal("InvalidWeigth", "The weigth value is invalid.");
        }
        Account next = record.weight() == weight
                ? account
                : account.with(found.domain().with(record.withWeight(weight)));
        return new Outcome(
                next,
                Place.domain(found.domain().name()),
                new JsonObject().put("RecordId", record.id()).put("Weight", weight));
    }

    private static Refusal closed() {
        return new Refusal("DisableDNSSLB", "The subdomain's DNS SLB status is closed.");
    }

    /** [?] which names are listed; here those that are open, and those that have enough records to be. */
    private static Outcome list(ApiCall call, Account account) throws Refusal {
        Domain domain = Names.domain(call, account);
        Page page = Page.of(call, MOST_OF_A_PAGE);
        Map<String, List<LineSet>> byName = domain.records().values().stream()
                .filter(record -> TYPES.contains(record.type()) && !record.rr().equals("*"))
                .filter(record -> !call.has("Rr") || record.rr().equalsIgnoreCase(call.text("Rr", "")))
                .map(DomainRecord::set)
                .distinct()
                .filter(set -> domain.isWeighted(set) || domain.of(set).count() >= 2)
                .collect(Collectors.groupingBy(set -> set.rr() + " " + set.type(), TreeMap::new, Collectors.toList()));
        var subDomains = new ArrayList<JsonObject>();
        byName.values().forEach(sets -> subDomains.add(subDomain(domain, sets)));
        return Outcome.read(account, page.counted("SlbSubDomains", "SlbSubDomain", subDomains));
    }

    private static JsonObject subDomain(Domain domain, List<LineSet> sets) {
        var lines = new JsonArray();
        sets.stream()
                .sorted(Comparator.comparing(LineSet::line))
                .forEach(set ->
                        lines.add(new JsonObject().put("Line", set.line()).put("Open", domain.isWeighted(set))));
        LineSet first = sets.getFirst();
        return new JsonObject()
                .put("SubDomain", domain.nameOf(first.rr()))
                .put("Type", first.type())
                .put("Open", sets.stream().anyMatch(domain::isWeighted))
                .put(
                        "RecordCount",
                        sets.stream().mapToLong(set -> domain.of(set).count()).sum())
                .put("LineAlgorithms", new JsonObject().put("LineAlgorithm", lines));
    }
}
