package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.pool.RegionFlow.Move;
import io.failoverd.daemon.core.pool.Shares.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The sentence of an endpoint under policy {@code regional}: its shares, and what moved to or from its region. */
record RegionalWording(
        PoolPolicy.Regional policy,
        List<Eligible> eligible,
        SortedMap<String, Integer> healthy,
        SortedMap<String, Map<Family, RegionFlow>> flows) {
    /** A sentence that people still read; the shares of all client regions stand in the {@link Allotment}. */
    private static final int MOST_NAMED = 6;

    String text(Eligible endpoint, boolean counts, Share others, SortedMap<String, Share> byRegion) {
        if (!counts) {
            return (endpoint.weight() == 0 ? "weight 0" : "its ramp at 0 %")
                    + " is not answered while another has more";
        }
        var shares = new ArrayList<String>();
        byRegion.forEach((client, share) -> shares.add(share.text() + " for clients of " + client));
        shares.add(others.text() + " for others");
        Family family = Family.of(endpoint);
        String text = bounded(shares, ", ") + " of " + family.answers(eligible);
        List<String> notes = moves(endpoint.region(), family);
        if (!anyIn(family)) {
            notes.addFirst("no region has the " + policy.minHealthy() + " healthy that it needs, so "
                    + endpoint.region() + " counts with " + count(endpoint.region()));
        }
        return notes.isEmpty() ? text : text + "; " + bounded(notes, "; ");
    }

    private List<String> moves(String region, Family family) {
        var texts = new ArrayList<String>();
        flows.forEach((client, flow) -> {
            RegionFlow ofFamily = flow.get(family);
            for (Move move : ofFamily == null ? List.<Move>of() : ofFamily.moves()) {
                if (move.from().equals(region) || move.to().equals(region)) {
                    texts.add(move.to() + " takes " + move.share().text() + " of the clients of " + client + " for "
                            + move.from() + " (" + why(move.from(), family) + ")");
                }
            }
        });
        return texts;
    }

    private String why(String from, Family family) {
        int count = count(from);
        if (count == 0 || (count < policy.minHealthy() && anyIn(family))) {
            return count + " healthy, needs " + policy.minHealthy();
        }
        return family.in(eligible).stream()
                .filter(endpoint -> endpoint.region().equals(from))
                .map(Eligible::level)
                .max(Integer::compare)
                .map(level -> "its ramp is at " + level + " %")
                .orElse("0 of its " + count + " healthy are " + family);
    }

    private boolean anyIn(Family family) {
        return family.in(eligible).stream().anyMatch(endpoint -> count(endpoint.region()) >= policy.minHealthy());
    }

    private int count(String region) {
        return healthy.getOrDefault(region, 0);
    }

    private static String bounded(List<String> texts, String between) {
        int more = texts.size() - MOST_NAMED;
        return more <= 0
                ? String.join(between, texts)
                : String.join(between, texts.subList(0, MOST_NAMED)) + " and " + more + " more";
    }
}
