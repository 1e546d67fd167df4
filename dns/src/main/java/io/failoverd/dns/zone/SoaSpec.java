package io.failoverd.dns.zone;

import java.time.Duration;
import java.util.Optional;

/**
 * The SOA of a zone that has no file. The serial is not here: it is the time of the zone's last change.
 *
 * @param mname the primary's name; empty means the first name server
 * @param rname the mailbox, as {@code hostmaster.example.com} or {@code hostmaster@example.com}; empty means
 *     {@code hostmaster} in the zone
 * @param refresh, retry, expire what a secondary would use
 * @param minimum the TTL of negative answers (RFC 2308)
 * @param ttl of the SOA and NS records themselves
 */
public record SoaSpec(
        Optional<String> mname,
        Optional<String> rname,
        Duration refresh,
        Duration retry,
        Duration expire,
        Duration minimum,
        Duration ttl) {
    /** Short negative answers, so that a name that appears is seen at once; the rest as RFC 1912 section 2.2 advises. */
    public static final SoaSpec DEFAULT = new SoaSpec(
            Optional.empty(),
            Optional.empty(),
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofDays(14),
            Duration.ofSeconds(5),
            Duration.ofHours(1));

    public SoaSpec withNames(Optional<String> primary, Optional<String> mailbox) {
        return new SoaSpec(primary, mailbox, refresh, retry, expire, minimum, ttl);
    }

    public SoaSpec withMinimum(Duration negativeTtl) {
        return new SoaSpec(mname, rname, refresh, retry, expire, negativeTtl, ttl);
    }
}
