package io.failoverd.daemon.demo.cloud.actions;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.wire.ApiCall;
import io.failoverd.daemon.demo.cloud.wire.Refusal;
import java.util.Comparator;
import java.util.Locale;

/** Finds what a call names. */
final class Names {
    private Names() {}

    /** A domain and the name below it. */
    record Sub(Domain domain, String rr) {}

    static Domain domain(ApiCall call, Account account) throws Refusal {
        Domain domain = account.domains().get(call.required("DomainName").toLowerCase(Locale.ROOT));
        if (domain == null) {
            throw noDomain();
        }
        return domain;
    }

    private static Refusal noDomain() {
        return new Refusal("InvalidDomainName.NoExist", "The specified domain name does not exist.");
    }

    /** {@code SubDomain} in the domain that is named, or else in the longest one that it ends in. */
    static Sub subDomain(ApiCall call, Account account) throws Refusal {
        String whole = call.required("SubDomain").toLowerCase(Locale.ROOT);
        Domain domain = call.has("DomainName")
                ? domain(call, account)
                : account.domains().values().stream()
                        .filter(each -> below(whole, each.name()))
                        .max(Comparator.comparingInt(each -> each.name().length()))
                        .orElseThrow(Names::noDomain);
        if (!below(whole, domain.name())) {
            // [?] the reference knows a family SubDomainInvalid.*, and not its members.
            throw new Refusal("SubDomainInvalid.Value", "The specified SubDomain is not below the DomainName.");
        }
        String rr = whole.equals(domain.name())
                ? "@"
                : whole.substring(0, whole.length() - domain.name().length() - 1);
        return new Sub(domain, rr);
    }

    private static boolean below(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    /** [?] whether an unknown id is this or InvalidRecordId.NotFound; the vendor's older pages list this one. */
    static Account.Found record(ApiCall call, Account account) throws Refusal {
        return account.record(call.required("RecordId"))
                .orElseThrow(() ->
                        new Refusal("DomainRecordNotBelongToUser", "The domain record does not belong to this user."));
    }

    /** One that may be changed. */
    static Account.Found writable(ApiCall call, Account account) throws Refusal {
        Account.Found found = record(call, account);
        if (found.record().locked()) {
            throw new Refusal("DomainRecordLocked", "The domain record has been locked.");
        }
        return found;
    }
}
