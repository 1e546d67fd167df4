package io.failoverd.dns.publish;

import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.NameStatus.LastError;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What failed about a name since it last went well. Used by the publisher's thread only. */
final class Troubles {
    /** Changes that need a person; not tried again before the others are done and the pause is over. */
    private final Map<String, Failure> blocked = new LinkedHashMap<>();

    private @Nullable LastError last;
    private boolean staleIds;

    void clear() {
        blocked.clear();
        last = null;
    }

    /** How many failed in a row, this one included. */
    int add(Failure failure, Instant wall) {
        LastError before = last;
        int inARow = before == null ? 1 : before.inARow() + 1;
        last = new LastError(failure, wall, before == null ? wall : before.since(), inARow);
        blocked.clear();
        staleIds |= failure.kind() == FailureClass.STALE_ID;
        return inARow;
    }

    void block(List<Change> changes, Failure why) {
        changes.forEach(change -> blocked.put(key(change), why));
    }

    boolean blocks(Change change) {
        return blocked.containsKey(key(change));
    }

    private static String key(Change change) {
        return change.getClass().getSimpleName() + " " + change.address().getHostAddress();
    }

    Optional<Failure> firstBlocked() {
        return blocked.values().stream().findFirst();
    }

    Optional<LastError> last() {
        return Optional.ofNullable(last);
    }

    /** Whether ids have to be looked up again. */
    boolean staleIds() {
        return staleIds;
    }

    void idsLookedUp() {
        staleIds = false;
    }
}
