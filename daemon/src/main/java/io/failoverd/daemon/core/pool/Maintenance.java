package io.failoverd.daemon.core.pool;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All maintenance windows of a service. Those that overlap or follow each other without a gap are one to an endpoint. */
public record Maintenance(List<MaintenanceWindow> windows) {
    public static final Maintenance NONE = new Maintenance(List.of());

    /** Windows that follow each other for ever have no end to look for: that far, and who asks again then sees on. */
    private static final int MOST_IN_A_ROW = 100;

    public Maintenance {
        windows = List.copyOf(windows);
    }

    /**
     * An endpoint's maintenance.
     *
     * @param until when it answers by its health again; where the windows never end, an instant at which they still hold
     * @param window the one that holds now, of several the one that lasts longest
     */
    public record Active(MaintenanceWindow window, Instant until) {
        /** A sentence for the reasons. */
        public String text() {
            String note = window.note().isEmpty() ? "" : ": " + window.note();
            return "in maintenance until " + until + note;
        }
    }

    /** The maintenance in which the endpoint is at that time. */
    public Optional<Active> active(String endpoint, String region, Instant wall) {
        if (windows.isEmpty()) {
            return Optional.empty(); // as nearly always, and asked at each decision
        }
        List<MaintenanceWindow> own = windows.stream()
                .filter(window -> window.scope().covers(endpoint, region))
                .toList();
        return own.stream()
                .filter(window -> window.activeUntil(wall).isPresent())
                .max(Comparator.comparing(window -> window.activeUntil(wall).orElse(wall)))
                .map(window -> new Active(window, end(own, wall)));
    }

    private static Instant end(List<MaintenanceWindow> own, Instant wall) {
        Instant end = wall;
        for (int i = 0; i < MOST_IN_A_ROW; i++) {
            Instant at = end;
            end = own.stream()
                    .flatMap(window -> window.activeUntil(at).stream())
                    .max(Instant::compareTo)
                    .orElse(at);
            if (end.equals(at)) {
                break;
            }
        }
        return end;
    }

    /** The first instant after {@code wall} at which any endpoint's maintenance may begin or end; empty for never. */
    public Optional<Instant> nextChange(Instant wall) {
        if (windows.isEmpty()) {
            return Optional.empty();
        }
        return windows.stream()
                .flatMap(window -> window.nextChange(wall).stream())
                .min(Instant::compareTo);
    }
}
