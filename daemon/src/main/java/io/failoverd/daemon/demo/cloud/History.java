package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.account.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * The versions of the account, the newest last. Belongs to the cloud, under whose lock it is called. Always: the newest
 * is there, and so is the one in force at any time within the longest lag, unless writes come by the thousand a second.
 */
final class History {
    private static final int MOST_VERSIONS = 10_000;

    private record Version(Instant since, Account account) {}

    private final ArrayDeque<Version> versions = new ArrayDeque<>();

    History(Account first) {
        versions.add(new Version(Instant.MIN, first));
    }

    Account now() {
        return versions.getLast().account();
    }

    void add(Instant now, Account account) {
        versions.addLast(new Version(now, account));
        Instant needed = now.minus(CloudSettings.LONGEST_LAG);
        while (versions.size() > 1
                && (versions.size() > MOST_VERSIONS || secondSince().isBefore(needed))) {
            versions.removeFirst();
        }
    }

    private Instant secondSince() {
        var each = versions.iterator();
        each.next();
        return each.next().since();
    }

    /** The one in force then; the oldest that is kept, if it was another. */
    Account before(Instant now, Duration age) {
        if (age.isZero()) {
            return now();
        }
        Instant then = now.minus(age);
        var newestFirst = versions.descendingIterator();
        while (newestFirst.hasNext()) {
            Version version = newestFirst.next();
            if (!version.since().isAfter(then)) {
                return version.account();
            }
        }
        return versions.getFirst().account();
    }
}
