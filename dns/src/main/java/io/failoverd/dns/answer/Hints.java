package io.failoverd.dns.answer;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.SVCBRecord;
import org.xbill.DNS.Type;

/**
 * Addresses in HTTPS and SVCB records (RFC 9460 section 7.3). A client may connect to a hint before it asks for the
 * address, so an address that is out of the answer leaves the hints, too. Pure.
 */
final class Hints {
    private Hints() {}

    static boolean typeHasHints(int type) {
        return type == Type.HTTPS || type == Type.SVCB;
    }

    /** The name whose addresses a record of these types hints at (RFC 9460 section 2.5). */
    static Name target(SVCBBase record) {
        return record.getTargetName().equals(Name.root) ? record.getName() : record.getTargetName();
    }

    static boolean any(SVCBBase record) {
        return record.getSvcParamKeys().contains(SVCBBase.IPV4HINT)
                || record.getSvcParamKeys().contains(SVCBBase.IPV6HINT);
    }

    /**
     * The record with those of its hints that are answered. It lives no longer than the answer, since with the next one
     * its hints may be wrong. A hint that is gone is no longer mandatory.
     *
     * @param ttl that of the answer, in seconds
     */
    static Record answered(SVCBBase record, Set<InetAddress> answered, long ttl) {
        return rebuilt(record, Math.min(record.getTTL(), ttl), parameters(record, answered));
    }

    /** Without their hints two records may be the same; and one that lives shorter makes its whole set do so. */
    static List<Record> asOneSet(List<Record> records) {
        long shortest = records.stream().mapToLong(Record::getTTL).min().orElse(0);
        return records.stream()
                .map(record -> living(record, shortest))
                .distinct()
                .toList();
    }

    private static Record living(Record record, long ttl) {
        return record instanceof SVCBBase service && record.getTTL() != ttl
                ? rebuilt(service, ttl, parameters(service))
                : record;
    }

    private static SVCBBase rebuilt(SVCBBase record, long ttl, List<SVCBBase.ParameterBase> parameters) {
        return record instanceof HTTPSRecord
                ? new HTTPSRecord(
                        record.getName(),
                        record.getDClass(),
                        ttl,
                        record.getSvcPriority(),
                        record.getTargetName(),
                        parameters)
                : new SVCBRecord(
                        record.getName(),
                        record.getDClass(),
                        ttl,
                        record.getSvcPriority(),
                        record.getTargetName(),
                        parameters);
    }

    private static List<SVCBBase.ParameterBase> parameters(SVCBBase record) {
        return record.getSvcParamKeys().stream().map(record::getSvcParamValue).toList();
    }

    private static List<SVCBBase.ParameterBase> parameters(SVCBBase record, Set<InetAddress> answered) {
        List<SVCBBase.ParameterBase> kept = new ArrayList<>();
        List<Integer> mandatory = List.of();
        for (int key : record.getSvcParamKeys()) {
            switch (record.getSvcParamValue(key)) {
                case SVCBBase.ParameterIpv4Hint hint -> {
                    List<Inet4Address> left = left(hint::getAddresses, answered);
                    if (!left.isEmpty()) {
                        kept.add(new SVCBBase.ParameterIpv4Hint(left));
                    }
                }
                case SVCBBase.ParameterIpv6Hint hint -> {
                    List<Inet6Address> left = left(hint::getAddresses, answered);
                    if (!left.isEmpty()) {
                        kept.add(new SVCBBase.ParameterIpv6Hint(left));
                    }
                }
                case SVCBBase.ParameterMandatory all -> mandatory = all.getValues();
                case SVCBBase.ParameterBase other -> kept.add(other);
            }
        }
        List<Integer> present = mandatory.stream()
                .filter(key -> kept.stream().anyMatch(parameter -> parameter.getKey() == key))
                .toList();
        if (!present.isEmpty()) {
            kept.add(new SVCBBase.ParameterMandatory(present));
        }
        return kept;
    }

    /** The addresses of a hint, as dnsjava hands them out. */
    private interface Hinted<A extends InetAddress> {
        List<A> addresses() throws UnknownHostException;
    }

    private static <A extends InetAddress> List<A> left(Hinted<A> hint, Set<InetAddress> answered) {
        try {
            return hint.addresses().stream().filter(answered::contains).toList();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 octets", e);
        }
    }
}
