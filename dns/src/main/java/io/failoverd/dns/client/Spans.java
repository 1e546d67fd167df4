package io.failoverd.dns.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spans of one address family in ascending order, without overlap. One thread builds them; then they stand. */
final class Spans {
    private final List<Span> spans = new ArrayList<>();

    List<Span> list() {
        return spans;
    }

    int size() {
        return spans.size();
    }

    /** Appends a span that begins behind all others; one that continues its neighbour becomes part of it. */
    void add(Span span) {
        if (!spans.isEmpty()) {
            Span before = spans.getLast();
            boolean alike = before.rank() == span.rank() && before.region() == span.region();
            if (alike && before.last().next().equals(span.first())) {
                spans.set(spans.size() - 1, before.upTo(span.last()));
                return;
            }
        }
        spans.add(span);
    }

    /** Both in one; of two spans over the same addresses the one of higher rank stays, and of equals the first. */
    static Spans overlay(Spans one, Spans two) {
        Spans merged = new Spans();
        Iterator<Span> left = one.spans.iterator();
        Iterator<Span> right = two.spans.iterator();
        Span a = next(left);
        Span b = next(right);
        while (a != null && b != null) {
            if (a.last().compareTo(b.first()) < 0) {
                merged.add(a);
                a = next(left);
            } else if (b.last().compareTo(a.first()) < 0) {
                merged.add(b);
                b = next(right);
            } else if (a.first().compareTo(b.first()) < 0) {
                merged.add(a.upTo(b.first().previous()));
                a = a.from(b.first());
            } else if (b.first().compareTo(a.first()) < 0) {
                merged.add(b.upTo(a.first().previous()));
                b = b.from(a.first());
            } else {
                Bits last = a.last().compareTo(b.last()) <= 0 ? a.last() : b.last();
                merged.add((b.rank() > a.rank() ? b : a).upTo(last));
                a = last.equals(a.last()) ? next(left) : a.from(last.next());
                b = last.equals(b.last()) ? next(right) : b.from(last.next());
            }
        }
        for (; a != null; a = next(left)) {
            merged.add(a);
        }
        for (; b != null; b = next(right)) {
            merged.add(b);
        }
        return merged;
    }

    private static @Nullable Span next(Iterator<Span> spans) {
        return spans.hasNext() ? spans.next() : null;
    }
}
