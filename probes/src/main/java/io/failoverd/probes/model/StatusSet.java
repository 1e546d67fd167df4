package io.failoverd.probes.model;

import java.util.ArrayList;
import java.util.List;

/** A set of HTTP status codes, as inclusive ranges. */
public record StatusSet(List<Range> ranges) {
    public static final StatusSet NONE = new StatusSet(List.of());

    public record Range(int from, int to) {
        public Range {
            if (from < 100 || to > 599 || from > to) {
                throw new IllegalArgumentException(
                        "a status range lies within 100-599, low end first: " + from + "-" + to);
            }
        }

        @Override
        public String toString() {
            return from == to ? Integer.toString(from) : from + "-" + to;
        }
    }

    public StatusSet {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads {@code "200"} and {@code "200-399"}.
     *
     * @throws IllegalArgumentException when a text is neither, with a message for the operator
     */
    public static StatusSet parse(List<String> texts) {
        var ranges = new ArrayList<Range>();
        for (String text : texts) {
            if (!text.matches("\\d{3}(-\\d{3})?")) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is neither a status like 200 nor a range like 200-399");
            }
            int from = Integer.parseInt(text.substring(0, 3));
            ranges.add(new Range(from, text.length() == 3 ? from : Integer.parseInt(text.substring(4))));
        }
        return new StatusSet(ranges);
    }

    public boolean contains(int status) {
        for (Range range : ranges) {
            if (status >= range.from && status <= range.to) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return String.join(", ", ranges.stream().map(Range::toString).toList());
    }
}
