package io.failoverd.daemon.cli;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns; a head stands where the cells of the first row below it stand. The last column is as long as it likes; a narrow terminal wraps it and nothing else. */
final class Table {
    private static final String GAP = "  ";

    /** One cell; numbers stand at the right. */
    record Cell(String text, Terminal.Tone tone, boolean right) {
        static Cell of(String text) {
            return new Cell(text, Terminal.Tone.PLAIN, false);
        }

        static Cell of(String text, Terminal.Tone tone) {
            return new Cell(text, tone, false);
        }

        static Cell number(String text) {
            return new Cell(text, Terminal.Tone.PLAIN, true);
        }

        int width() {
            return text.codePointCount(0, text.length());
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();
    private final String indent;

    Table(String indent, String... heads) {
        this.indent = indent;
        rows.add(List.of(heads).stream()
                .map(head -> Cell.of(head, Terminal.Tone.STRONG))
                .toList());
    }

    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    void print(Terminal terminal) {
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        });
        List<Cell> first = rows.get(Math.min(1, rows.size() - 1));
        for (int at = 0; at < rows.size(); at++) {
            var line = new StringBuilder(indent);
            for (int i = 0; i < rows.get(at).size(); i++) {
                Cell cell = rows.get(at).get(i);
                String pad = " ".repeat(widths[i] - cell.width());
                String text = terminal.paint(cell.text(), cell.tone());
                boolean right = cell.right() || (at == 0 && first.get(i).right());
                line.append(i == 0 ? "" : GAP).append(right ? pad + text : text + pad);
            }
            terminal.line(line.toString().stripTrailing());
        }
    }
}
