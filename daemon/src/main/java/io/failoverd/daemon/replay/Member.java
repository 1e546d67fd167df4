package io.failoverd.daemon.replay;

import java.util.Comparator;

/** An endpoint of a service. */
public record Member(String service, String endpoint) implements Comparable<Member> {
    private static final Comparator<Member> ORDER =
            Comparator.comparing(Member::service).thenComparing(Member::endpoint);

    @Override
    public int compareTo(Member other) {
        return ORDER.compare(this, other);
    }
}
