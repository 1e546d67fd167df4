package io.failoverd.daemon.watch;

import java.util.List;

/**
 * What is watched now, and what was seen in this run.
 *
 * @param open the watches that go on
 * @param servers all that are asked, {@link WatchPlan#AUTHORITATIVE} first
 * @param skipped decisions that were not watched, since too many others were
 */
public record WatchReport(WatchPlan plan, List<Watch> open, List<ServerFigures> servers, long skipped) {
    public WatchReport {
        open = List.copyOf(open);
        servers = List.copyOf(servers);
    }
}
