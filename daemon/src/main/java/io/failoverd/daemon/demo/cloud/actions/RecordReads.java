package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Domains and records, read. */
final class RecordReads {
    private static final int MOST_OF_A_DOMAIN = 500;
    private static final int MOST_OF_A_NAME = 100;

    static final List<Operation> OPERATIONS = List.of(
            Operation.read("DescribeDomainInfo", RecordReads::domainInfo),
            Operation.read("DescribeDomainRecords", RecordReads::ofDomain),
            Operation.read("DescribeSubDomainRecords", RecordReads::ofSubDomain),
            Operation.read("DescribeDomainRecordInfo", RecordReads::info));

    private RecordReads() {}

    private static Outcome domainInfo(ApiCall call, Account account) throws Refusal {
        Domain domain = Names.domain(call, account);
        var body = new JsonObject()
                .put("DomainId", domain.id())
                .put("DomainName", domain.name())
                .put("AliDomain", true)
                .put("InBlackHole", false)
                .put("InClean", false)
                .put("SubDomain", false)
                .put("VersionCode", domain.edition().code())
                .put("DnsServers", new JsonObject().put("DnsServer", new JsonArray(domain.dnsServers())));
        if (call.flag("NeedDetailAttributes", false)) {
            List<String> ttls =
                    domain.edition().availableTtls().map(String::valueOf).toList();
            var line = new JsonObject()
                    .put("LineCode", DomainRecord.DEFAULT_LINE)
                    .put("LineName", DomainRecord.DEFAULT_LINE)
                    .put("LineDisplayName", "Default");
            body.put("MinTtl", domain.edition().minTtl())
                    .put("AvailableTtls", new JsonObject().put("AvailableTtl", new JsonArray(ttls)))
                    .put("LineType", "region_province")
                    .put("RegionLines", false)
                    .put("SlaveDns", false)
                    .put("RecordLineTreeJson", "{\"default\":{}}")
                    .put("RecordLines", new JsonObject().put("RecordLine", new JsonArray().add(line)));
        }
        return Outcome.read(account, body);
    }

    private static Outcome ofDomain(ApiCall call, Account account) throws Refusal {
        Domain domain = Names.domain(call, account);
        Page page = Page.of(call, MOST_OF_A_DOMAIN);
        Predicate<DomainRecord> asked = asked(call);
        var records = new ArrayList<>(domain.records().values().stream()
                .filter(asked)
                .map(record -> listed(domain, record))
                .toList());
        if (!call.text("Direction", "DESC").equalsIgnoreCase("ASC")) {
            Collections.reverse(records);
        }
        return Outcome.read(account, page.counted("DomainRecords", "Record", records));
    }

    /** Keywords match anywhere in the text: {@code www} finds {@code www2}, which has fooled many a tool. */
    private static Predicate<DomainRecord> asked(ApiCall call) throws Refusal {
        String mode = call.text("SearchMode", "");
        String keyword = call.text("KeyWord", "");
        if (mode.equalsIgnoreCase("EXACT")) {
            return record ->
                    record.rr().equalsIgnoreCase(keyword) || record.value().equalsIgnoreCase(keyword);
        }
        if (mode.equalsIgnoreCase("LIKE") || (mode.isEmpty() && !keyword.isEmpty())) {
            return record -> contains(record.rr(), keyword) || contains(record.value(), keyword);
        }
        String status = call.has("Status") ? call.oneOf("Status", List.of("Enable", "Disable")) : "";
        return record -> contains(record.rr(), call.text("RRKeyWord", ""))
                && contains(record.value(), call.text("ValueKeyWord", ""))
                && same(record.type(), call.text("TypeKeyWord", ""))
                && same(record.type(), call.text("Type", ""))
                && same(record.line(), call.text("Line", ""))
                && same(status(record), status);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static boolean same(String value, String asked) {
        return asked.isEmpty() || value.equalsIgnoreCase(asked);
    }

    private static Outcome ofSubDomain(ApiCall call, Account account) throws Refusal {
        Names.Sub sub = Names.subDomain(call, account);
        Page page = Page.of(call, MOST_OF_A_NAME);
        List<JsonObject> records = sub.domain().records().values().stream()
                .filter(record -> record.rr().equalsIgnoreCase(sub.rr())
                        && same(record.type(), call.text("Type", ""))
                        && same(record.line(), call.text("Line", "")))
                .map(record -> listed(sub.domain(), record))
                .toList();
        return Outcome.read(account, page.counted("DomainRecords", "Record", records));
    }

    /** The one read that knows no weight. */
    private static Outcome info(ApiCall call, Account account) throws Refusal {
        Account.Found found = Names.record(call, account);
        JsonObject body = described(found.domain(), found.record())
                .put("DomainId", found.domain().id())
                .put("Status", status(found.record()));
        return Outcome.read(account, body);
    }

    private static String status(DomainRecord record) {
        return record.enabled() ? "Enable" : "Disable";
    }

    /** In lists the status is in capitals, whatever the documentation shows; [?] elsewhere, so there it is not. */
    private static JsonObject listed(Domain domain, DomainRecord record) {
        JsonObject body = described(domain, record).put("Status", record.enabled() ? "ENABLE" : "DISABLE");
        // [?] whether a set that is closed for weights shows any.
        return domain.isWeighted(record.set()) ? body.put("Weight", record.weight()) : body;
    }

    private static JsonObject described(Domain domain, DomainRecord record) {
        var body = new JsonObject()
                .put("RecordId", record.id())
                .put("DomainName", domain.name())
                .put("RR", record.rr())
                .put("Type", record.type())
                .put("Value", record.value())
                .put("Line", record.line())
                .put("TTL", record.ttl())
                .put("Locked", record.locked());
        return record.type().equals("MX") ? body.put("Priority", record.priority()) : body;
    }
}
