package io.failoverd.daemon.watch;

import io.failoverd.daemon.watch.Progress.State;
import io.failoverd.probes.model.Moment;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One decision, and how far each server has come with it.
 *
 * @param servers {@link WatchPlan#AUTHORITATIVE} first
 */
public record Watch(Awaited awaited, List<Progress> servers) {
    public Watch {
        servers = List.copyOf(servers);
    }

    static Watch begun(Awaited awaited, WatchPlan plan) {
        return new Watch(
                awaited,
                Stream.concat(Stream.of(WatchPlan.AUTHORITATIVE), plan.resolvers().stream())
                        .map(server -> Progress.begun(server, awaited.since()))
                        .toList());
    }

    public boolean open() {
        return servers.stream().anyMatch(Progress::open);
    }

    /** Who is to be asked next; null for nobody. */
    @Nullable
    Progress next() {
        Progress next = null;
        for (Progress server : servers) {
            boolean free = server.open() && server.asked() == null;
            if (free && (next == null || server.nextAt().isBefore(next.nextAt()))) {
                next = server;
            }
        }
        return next;
    }

    Question question(Progress server) {
        boolean four = Stream.concat(awaited.gone().stream(), awaited.come().stream())
                .anyMatch(Inet4Address.class::isInstance);
        boolean six = Stream.concat(awaited.gone().stream(), awaited.come().stream())
                .anyMatch(address -> !(address instanceof Inet4Address));
        return new Question(awaited.service(), awaited.generation(), server.server(), four, six);
    }

    Watch with(Progress next) {
        return new Watch(
                awaited,
                servers.stream()
                        .map(each -> each.server().equals(next.server()) ? next : each)
                        .toList());
    }

    /** One server has answered; adds what is news. */
    Watch answered(String server, Seen seen, Moment now, Moment nextAt, List<Told> told) {
        Progress was = servers.stream()
                .filter(each -> each.server().equals(server))
                .findFirst()
                .orElseThrow();
        if (!was.open()) {
            return this;
        }
        Progress is = was.answered(awaited, seen, now, nextAt);
        if (is.clean() >= needed(server) && is.cleanSince() != null) {
            told.add(settled(is, is.cleanSince()));
            return with(is.ended(State.SETTLED));
        }
        if (is.stale() > was.stale() && !is.lateTold() && now.isAfter(awaited.cachedUntil())) {
            told.add(new Told.Late(awaited.service(), server, server + " " + is.last() + " " + awaited.after(now)));
            is = is.toldLate();
        }
        return with(is);
    }

    /** What answers by itself has no caches behind it. */
    private int needed(String server) {
        return server.equals(WatchPlan.AUTHORITATIVE) ? 1 : awaited.needed();
    }

    private Told settled(Progress is, Moment since) {
        String how = is.clean() == 1 ? "" : ", the first of " + is.clean() + " such answers in a row";
        String what = awaited.removal() ? " answers without " : " answers ";
        return new Told.Settled(
                awaited.service(),
                is.server(),
                awaited.removal(),
                since.since(awaited.since()),
                is.server() + what + awaited.subject() + " " + awaited.after(since) + how);
    }

    /** Patience is at its end. */
    Watch givenUp(Moment now, List<Told> told) {
        var next = new ArrayList<Progress>();
        for (Progress each : servers) {
            if (each.open()) {
                told.add(givenUp(each, now));
            }
            next.add(each.open() ? each.ended(State.GIVEN_UP) : each);
        }
        return new Watch(awaited, next);
    }

    private Told givenUp(Progress each, Moment now) {
        boolean silent = each.silent() || (each.stale() == 0 && each.clean() == 0);
        String why = !each.last().isEmpty()
                ? (silent ? " does not say: " : " ") + each.last()
                : silent
                        ? " was not asked"
                        : " gave only " + each.clean() + " answers in a row as decided, of the " + needed(each.server())
                                + " that are needed,";
        return new Told.GivenUp(
                awaited.service(),
                each.server(),
                silent ? Told.Why.SILENT : Told.Why.STALE,
                each.server() + why + " " + awaited.after(now) + " (" + awaited.subject() + "); given up");
    }
}
