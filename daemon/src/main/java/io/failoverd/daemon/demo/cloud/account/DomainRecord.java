package io.failoverd.daemon.demo.cloud.account;

/**
 * One record.
 *
 * @param rr the name below the domain, {@code @} for the domain itself
 * @param line which clients it is for; {@code default} is for those of no other line
 * @param ttl seconds
 * @param priority of an MX record; 0 for the others
 * @param weight counts while its set is open for weighted round robin
 */
public record DomainRecord(
        String id,
        String rr,
        String type,
        String value,
        String line,
        long ttl,
        long priority,
        boolean enabled,
        boolean locked,
        int weight) {
    public static final String DEFAULT_LINE = "default";

    /** An enabled record on the default line. */
    public static DomainRecord of(String id, String rr, String type, String value, long ttl) {
        return new DomainRecord(id, rr, type, value, DEFAULT_LINE, ttl, 0, true, false, 1);
    }

    public LineSet set() {
        return new LineSet(rr, type, line);
    }

    /** Whether the two would answer the same. */
    public boolean duplicates(DomainRecord other) {
        return set().equals(other.set()) && value.equalsIgnoreCase(other.value);
    }

    public DomainRecord withEnabled(boolean now) {
        return new DomainRecord(id, rr, type, value, line, ttl, priority, now, locked, weight);
    }

    public DomainRecord withLocked(boolean now) {
        return new DomainRecord(id, rr, type, value, line, ttl, priority, enabled, now, weight);
    }

    public DomainRecord withWeight(int now) {
        return new DomainRecord(id, rr, type, value, line, ttl, priority, enabled, locked, now);
    }
}
