package io.failoverd.daemon.core;

import io.failoverd.probes.model.Moment;
import java.util.Comparator;

/** When time alone may change a service. Each service stands in the queue at most once. */
record Due(Moment at, String service) implements Comparable<Due> {
    private static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparing(Due::service);

    @Override
    public int compareTo(Due other) {
        return ORDER.compare(this, other);
    }
}
