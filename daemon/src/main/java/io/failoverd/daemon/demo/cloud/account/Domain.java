package io.failoverd.daemon.demo.cloud.account;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * A domain that Alidns answers for.
 *
 * @param name without a final dot, lower case
 * @param dnsServers the names of its name servers
 * @param weighted the sets that are open for weighted round robin
 */
public record Domain(
        String id,
        String name,
        Edition edition,
        List<String> dnsServers,
        PSortedMap<String, DomainRecord> records,
        PSet<LineSet> weighted) {
    public static final List<String> DNS_SERVERS = List.of("vip1.alidns.test", "vip2.alidns.test");

    public Domain {
        dnsServers = List.copyOf(dnsServers);
    }

    public static Domain empty(String id, String name, Edition edition) {
        return new Domain(id, name, edition, DNS_SERVERS, TreePMap.empty(), HashTreePSet.empty());
    }

    /** The whole name of a record. */
    public String nameOf(String rr) {
        return rr.equals("@") ? name : rr + "." + name;
    }

    public @Nullable DomainRecord record(String recordId) {
        return records.get(recordId);
    }

    public Stream<DomainRecord> of(LineSet set) {
        return records.values().stream().filter(record -> record.set().equals(set));
    }

    public boolean isWeighted(LineSet set) {
        return weighted.contains(set);
    }

    public Domain with(DomainRecord record) {
        return new Domain(id, name, edition, dnsServers, records.plus(record.id(), record), weighted);
    }

    public Domain without(String recordId) {
        return new Domain(id, name, edition, dnsServers, records.minus(recordId), weighted);
    }

    public Domain withWeighted(LineSet set, boolean open) {
        return new Domain(id, name, edition, dnsServers, records, open ? weighted.plus(set) : weighted.minus(set));
    }

    public Domain withDnsServers(List<String> servers) {
        return new Domain(id, name, edition, servers, records, weighted);
    }
}
