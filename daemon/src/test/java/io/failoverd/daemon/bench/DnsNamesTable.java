package io.failoverd.daemon.bench;

import io.failoverd.daemon.bench.DnsFigures.Run;
import io.failoverd.daemon.bench.DnsFigures.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a query costs with few and with many names in the zone, each asked alike often. One object for one writing. */
final class DnsNamesTable {
    private static final String NONE = "–";

    private final GeneratedTables text;

    DnsNamesTable(GeneratedTables text) {
        this.text = text;
    }

    /** Of the last result; where that is not the only one, it says where it comes from. Nothing where none was measured. */
    void write(List<DnsResult> results) {
        DnsResult result = results.getLast();
        var figures = new DnsFigures(result.json());
        List<Integer> counts = figures.objects("names")
                .map(one -> one.getInteger("names"))
                .distinct()
                .sorted()
                .toList();
        if (counts.isEmpty()) {
            return;
        }
        text.line("");
        text.line("### Names in the zone");
        text.line("");
        if (results.size() > 1) {
            result.measured().forEach(text::line);
        }
        text.line(
                "A of each of so many names, with EDNS, in an order that no cache can guess: CPU µs a query, and the most names"
                        + " beside the fewest.");
        text.line("");
        text.row(Stream.of(
                        Stream.of("server", "load"),
                        counts.stream().map("%,d names"::formatted),
                        Stream.of("%,d / %,d".formatted(counts.getLast(), counts.getFirst())))
                .flatMap(cells -> cells)
                .toArray(String[]::new));
        text.rule(3 + counts.size());
        for (Server server : figures.servers()) {
            for (String kind : List.of(DnsFigures.FIXED, DnsFigures.SATURATED)) {
                row(figures, server, kind, counts);
            }
        }
    }

    private void row(DnsFigures figures, Server server, String kind, List<Integer> counts) {
        List<Optional<Spread>> seen =
                counts.stream().map(count -> cost(figures, server, kind, count)).toList();
        if (seen.stream().allMatch(Optional::isEmpty)) {
            return;
        }
        var cells = new ArrayList<>(List.of(server.title(), figures.kind(kind)));
        seen.forEach(cost -> cells.add(cost.map(each -> each.show(2)).orElse(NONE)));
        Optional<Spread> fewest = seen.getFirst();
        cells.add(seen.getLast()
                .flatMap(most -> fewest.map(few -> "%.2f".formatted(most.median() / few.median())))
                .orElse(NONE));
        text.row(cells.toArray(String[]::new));
    }

    private static Optional<Spread> cost(DnsFigures figures, Server server, String kind, int names) {
        return DnsFigures.spread(figures.objects("names")
                .filter(one -> one.getInteger("names") == names)
                .map(Run::new)
                .filter(run -> run.is(server.key(), "", kind) && run.right())
                .map(Run::cpu)
                .toList());
    }
}
