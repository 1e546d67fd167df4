package io.failoverd.daemon.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The story as a picture of two rows: when the gateway lived, and when its address was answered. */
final class Strip {
    private static final int COLUMNS = 64;

    private Strip() {}

    /**
     * Draws it.
     *
     * @param deadFrom when the gateway died, on {@link System#nanoTime}
     * @param deadTo when it was back
     */
    static List<String> draw(List<Answer> answers, String address, String region, long deadFrom, long deadTo) {
        if (answers.size() < 2) {
            return List.of();
        }
        long from = answers.getFirst().nanos();
        long column = Math.max(1, (answers.getLast().nanos() - from) / COLUMNS + 1);
        var alive = new StringBuilder();
        var answered = new StringBuilder();
        for (int i = 0; i < COLUMNS; i++) {
            long begin = from + i * column;
            long end = begin + column;
            alive.append(end > deadFrom && begin < deadTo ? '·' : '█');
            answered.append(share(answers, address, begin, end));
        }
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "  %-9s gateway  %s", region, alive));
        lines.add(String.format(Locale.ROOT, "  %-9s answered %s", "", answered));
        lines.add(String.format(
                Locale.ROOT,
                "  %-9s          %d ms a column, %d answers",
                "",
                Duration.ofNanos(column).toMillis(),
                answers.size()));
        return lines;
    }

    private static char share(List<Answer> answers, String address, long begin, long end) {
        int all = 0;
        int with = 0;
        for (Answer answer : answers) {
            if (answer.nanos() >= begin && answer.nanos() < end) {
                all++;
                with += answer.addresses().contains(address) ? 1 : 0;
            }
        }
        if (all == 0) {
            return ' ';
        }
        return with == 0 ? '·' : with == all ? '█' : '▌';
    }
}
