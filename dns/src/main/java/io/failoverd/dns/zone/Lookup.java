package io.failoverd.dns.zone;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What a zone has for a name and a type. Owner names are those of the query, wildcards already expanded. */
public sealed interface Lookup {
    /** Records of the type asked for. */
    record Found(List<Record> records) implements Lookup {}

    /** An address of a service: its decision answers. {@code slot} is the service's name, a wildcard perhaps. */
    record Dynamic(Name slot) implements Lookup {}

    /** Another name has the answer; {@code records} say so, a DNAME with the CNAME made from it (RFC 6672). */
    record Alias(List<Record> records, Name target) implements Lookup {}

    /** A DNAME makes a name longer than 255 octets: YXDOMAIN (RFC 6672 section 2.2). */
    record TooLong(List<Record> records) implements Lookup {}

    /** The name is at or below a delegation to these name servers. */
    record Referral(List<Record> ns) implements Lookup {}

    /** The name exists and has other types only, or exists because a name below it does. */
    record NoData() implements Lookup {}

    /** No such name. */
    record NoName() implements Lookup {}
}
