package io.failoverd.daemon.admin;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest events of this run, the oldest forgotten first. Any thread. */
public final class RecentEvents {
    /** An hour of a badly flapping pool; what is older is in the journal. */
    public static final int KEPT = 1000;

    private final ArrayDeque<RecentEvent> events = new ArrayDeque<>();
    private long sequence;

    public void add(Instant at, String kind, @Nullable String service, @Nullable String endpoint, String text) {
        add(at, kind, service, endpoint, text, Map.of());
    }

    /** With what a script may want, as in {@link RecentEvent}. */
    public synchronized void add(
            Instant at,
            String kind,
            @Nullable String service,
            @Nullable String endpoint,
            String text,
            Map<String, Object> details) {
        sequence++;
        events.addLast(new RecentEvent(sequence, at, kind, service, endpoint, text, details));
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    /** The events after {@code sequence}, the oldest first. */
    public synchronized List<RecentEvent> after(long sequence) {
        return events.stream().filter(event -> event.sequence() > sequence).toList();
    }
}
