package io.failoverd.daemon.config.yaml;

/** A place in a file; line and column count from 1, columns in code points. */
public record Place(int line, int column) implements Comparable<Place> {
    public static final Place START = new Place(1, 1);

    @Override
    public int compareTo(Place other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
