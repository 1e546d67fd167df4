package io.failoverd.daemon.publish;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.account.Domain;
import io.failoverd.daemon.demo.cloud.account.DomainRecord;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.dns.alidns.AlidnsProvider;
import io.failoverd.dns.alidns.AlidnsSettings;
import io.failoverd.dns.aliyun.AliyunApi;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.publish.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records of Alidns: one to three names of one domain. */
final class AlidnsPlace implements Place {
    private static final String DOMAIN = "example.com";
    private static final List<String> RRS = List.of("www", "api", "@");

    private final int names;
    private final List<String> addresses;

    AlidnsPlace(Random random) {
        names = 1 + random.nextInt(RRS.size());
        // Two addresses that take turns are the shortest way to a name without any.
        addresses = random.nextBoolean()
                ? List.of("203.0.113.10", "203.0.113.20")
                : List.of("203.0.113.10", "203.0.113.20", "203.0.113.30", "2001:db8::6");
    }

    private static String name(String rr) {
        return rr.equals("@") ? DOMAIN : rr + "." + DOMAIN;
    }

    @Override
    public Account account() {
        Account now = Account.EMPTY.withNextId();
        Domain domain = Domain.empty(Long.toString(now.lastId()), DOMAIN, Edition.ENTERPRISE_ULTIMATE);
        for (String rr : RRS.subList(0, names)) {
            for (String address : addresses.subList(0, 2)) {
                now = now.withNextId();
                domain = domain.with(DomainRecord.of(Long.toString(now.lastId()), rr, "A", address, 1));
            }
        }
        return now.with(domain);
    }

    @Override
    public List<ManagedName> names() {
        List<InetAddress> all = addresses.stream().map(InetAddress::ofLiteral).toList();
        return RRS.subList(0, names).stream()
                .map(rr -> new ManagedName(name(rr), DOMAIN, all, Duration.ofSeconds(1)))
                .toList();
    }

    @Override
    public Provider provider(AliyunApi api) {
        return new AlidnsProvider(api, new AlidnsSettings(AlidnsSettings.DEFAULT_LINE, List.of(), List.of(DOMAIN)));
    }

    @Override
    public Set<String> on(Account account, String name) {
        var on = new TreeSet<String>();
        account.domains().get(DOMAIN).records().values().stream()
                .filter(record -> name(record.rr()).equals(name) && record.enabled())
                .forEach(record -> on.add(address(record.value())));
        return on;
    }

    /** In the one form that all sides here compare. */
    private static String address(String text) {
        return InetAddress.ofLiteral(text).getHostAddress();
    }

    @Override
    public Map<String, Map<String, Boolean>> switches(Account now, String action, Map<String, String> parameters) {
        var switches = new TreeMap<String, Map<String, Boolean>>();
        switch (action) {
            case "SetDomainRecordStatus" ->
                now.record(parameters.get("RecordId"))
                        .ifPresent(found -> switches.put(
                                name(found.record().rr()),
                                Map.of(
                                        address(found.record().value()),
                                        parameters.get("Status").equalsIgnoreCase("Enable"))));
            case "AddDomainRecord" ->
                switches.put(name(parameters.get("RR")), Map.of(address(parameters.get("Value")), true));
            default -> {}
        }
        return switches;
    }

    @Override
    public void switchOn(Cloud cloud, String name, String address) {
        cloud.change(account -> {
            Domain domain = account.domains().get(DOMAIN);
            for (DomainRecord record : domain.records().values()) {
                if (name(record.rr()).equals(name) && address(record.value()).equals(address)) {
                    return account.with(domain.with(record.withEnabled(true)));
                }
            }
            Account next = account.withNextId();
            String rr = name.equals(DOMAIN) ? "@" : name.substring(0, name.length() - DOMAIN.length() - 1);
            String type = address.contains(":") ? "AAAA" : "A";
            return next.with(domain.with(DomainRecord.of(Long.toString(next.lastId()), rr, type, address, 1)));
        });
    }
}
