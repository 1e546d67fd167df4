package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.actions.Outcome.Place;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import io.vertx.core.json.JsonObject;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** Records, written. Nothing here guards the last record of a name: the real one does not either. */
final class RecordWrites {
    private static final int DEFAULT_TTL = 600;

    /** What the documentation of AddDomainRecord offers, without the two kinds of redirection. */
    private static final List<String> TYPES = List.of("A", "AAAA", "CNAME", "MX", "NS", "SRV", "TXT", "CAA");

    static final List<Operation> OPERATIONS = List.of(
            Operation.write("SetDomainRecordStatus", RecordWrites::status),
            Operation.write("UpdateDomainRecord", RecordWrites::update),
            Operation.write("AddDomainRecord", RecordWrites::add),
            Operation.write("DeleteDomainRecord", RecordWrites::delete));

    private RecordWrites() {}

    private static Outcome status(ApiCall call, Account account) throws Refusal {
        Account.Found found = Names.writable(call, account);
        String status = call.oneOf("Status", List.of("Enable", "Disable"));
        DomainRecord record = found.record();
        boolean enabled = status.equals("Enable");
        Account next = record.enabled() == enabled
                ? account
                : account.with(found.domain().with(record.withEnabled(enabled)));
        return written(next, found.domain(), record.id(), new JsonObject().put("Status", status));
    }

    private static Outcome update(ApiCall call, Account account) throws Refusal {
        Account.Found found = Names.writable(call, account);
        DomainRecord old = found.record();
        DomainRecord now = asked(call, found.domain(), old.id(), old.enabled(), old.weight());
        if (now.equals(old)) {
            throw duplicate();
        }
        fits(found.domain(), now);
        return written(account.with(found.domain().with(now)), found.domain(), old.id(), new JsonObject());
    }

    private static Outcome add(ApiCall call, Account account) throws Refusal {
        Domain domain = account.domains().get(call.required("DomainName").toLowerCase(Locale.ROOT));
        if (domain == null) {
            throw new Refusal("IncorrectDomainUser", "The domain name does not belong to this user.");
        }
        DomainRecord record = asked(call, domain, account.nextId(), true, 1);
        fits(domain, record);
        return written(account.withNextId().with(domain.with(record)), domain, record.id(), new JsonObject());
    }

    private static Outcome delete(ApiCall call, Account account) throws Refusal {
        Account.Found found = Names.writable(call, account);
        String id = found.record().id();
        return written(account.with(found.domain().without(id)), found.domain(), id, new JsonObject());
    }

    private static Outcome written(Account next, Domain domain, String recordId, JsonObject body) {
        return new Outcome(next, Place.domain(domain.name()), body.put("RecordId", recordId));
    }

    /** An update says the whole record again: a TTL that is not given becomes the default and does not stay. */
    private static DomainRecord asked(ApiCall call, Domain domain, String id, boolean enabled, int weight)
            throws Refusal {
        String rr = call.required("RR").toLowerCase(Locale.ROOT);
        String type = call.oneOf("Type", TYPES);
        String value = call.required("Value");
        long priority = type.equals("MX") ? call.number("Priority", 0) : 0;
        if (type.equals("MX") && (priority < 1 || priority > 50)) {
            throw call.has("Priority") ? Refusal.invalid("Priority") : Refusal.missing("Priority");
        }
        if (!sound(type, value)) {
            // [?] the code of a value that does not fit its type.
            throw Refusal.invalid("Value");
        }
        long ttl = call.number("TTL", DEFAULT_TTL);
        long floor = domain.edition().minTtl();
        if (ttl < floor || ttl > Edition.MAX_TTL) {
            throw new Refusal(
                    "QuotaExceeded.TTL",
                    "The specified TTL is invalid. A valid TTL must be in the range of " + floor + " to "
                            + Edition.MAX_TTL + ".");
        }
        String line = call.text("Line", DomainRecord.DEFAULT_LINE);
        return new DomainRecord(id, rr, type, value, line, ttl, priority, enabled, false, weight);
    }

    private static boolean sound(String type, String value) {
        try {
            return switch (type) {
                case "A" -> InetAddress.ofLiteral(value) instanceof Inet4Address;
                case "AAAA" -> InetAddress.ofLiteral(value) instanceof Inet6Address;
                default -> true;
            };
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static void fits(Domain domain, DomainRecord record) throws Refusal {
        for (DomainRecord other : domain.records().values()) {
            if (other.id().equals(record.id())) {
                continue;
            }
            if (record.duplicates(other)) {
                throw duplicate();
            }
            boolean alias = record.type().equals("CNAME") != other.type().equals("CNAME");
            if (alias && other.rr().equals(record.rr()) && other.line().equals(record.line())) {
                throw new Refusal("DomainRecordConflict", "The domain record is conflict with other records.");
            }
        }
    }

    /** Told of a second record that is the same, and of an update that changes nothing. */
    private static Refusal duplicate() {
        return new Refusal("DomainRecordDuplicate", "The DNS record already exists.");
    }
}
