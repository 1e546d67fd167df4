package io.failoverd.dns.zone;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a master file, divided into entries: an entry is a record or directive with all lines that its parentheses
 * and quotes span. It exists to name lines, and to step over a broken entry so that the next problem is seen too.
 */
final class MasterText {
    /** Lines of an entry, counted from 1, both inclusive. */
    record Entry(int first, int last) {}

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();
    private final @Nullable Entry unclosed;

    private MasterText(List<String> lines) {
        this.lines = List.copyOf(lines);
        int last = divide();
        this.unclosed = last > lines.size() ? null : new Entry(last, lines.size());
    }

    static MasterText of(String text) {
        return new MasterText((text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .lines()
                .toList());
    }

    /** The entry whose parenthesis is open at the end of the text; null when all is well. */
    @Nullable
    Entry unclosed() {
        return unclosed;
    }

    Entry entryAt(int line) {
        int low = 0;
        int high = entries.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (entries.get(middle).last < line) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return entries.isEmpty() ? new Entry(line, line) : entries.get(low);
    }

    String firstLine(Entry entry) {
        return entry.first <= lines.size() ? lines.get(entry.first - 1) : "";
    }

    MasterText without(Entry entry) {
        List<String> kept = new ArrayList<>(lines);
        for (int line = entry.first; line <= Math.min(entry.last, kept.size()); line++) {
            kept.set(line - 1, "");
        }
        return new MasterText(kept);
    }

    Reading open() {
        return new Reading((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Fills the entries and returns the first line of what no entry holds: past the end, or an open parenthesis. */
    private int divide() {
        int depth = 0;
        boolean quoted = false;
        int first = 1;
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && c == ';') {
                    break;
                } else if (!quoted && c == '(') {
                    depth++;
                } else if (!quoted && c == ')') {
                    depth = Math.max(0, depth - 1);
                }
            }
            // A quoted string ends with its line: dnsjava refuses a line break in one.
            quoted = false;
            if (depth == 0) {
                entries.add(new Entry(first, at + 1));
                first = at + 2;
            }
        }
        return first;
    }

    /** Knows the line that was read last. It is a buffered stream because the tokenizer would wrap any other in one. */
    static final class Reading extends BufferedInputStream {
        private int newlines;
        private int latest = -1;

        private Reading(byte[] text) {
            super(new ByteArrayInputStream(text));
        }

        @Override
        public synchronized int read() throws IOException {
            int c = super.read();
            if (c == '\n') {
                newlines++;
            }
            latest = c == -1 ? latest : c;
            return c;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            for (int i = offset; i < offset + count; i++) {
                newlines += into[i] == '\n' ? 1 : 0;
                latest = into[i];
            }
            return count;
        }

        int line() {
            return latest == '\n' ? newlines : newlines + 1;
        }
    }
}
