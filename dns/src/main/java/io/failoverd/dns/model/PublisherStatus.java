package io.failoverd.dns.model;

import java.util.List;

/**
 * A publisher as it stands: a value that can be read at any time and never changes.
 *
 * @param names sorted
 * @param callsInFlight to the target and its name servers
 */
public record PublisherStatus(String publisher, boolean running, int callsInFlight, List<NameStatus> names) {
    public PublisherStatus {
        names = List.copyOf(names);
    }
}
