package io.failoverd.dns.zone;

/**
 * One thing that is wrong with a zone.
 *
 * @param source the file, or the place in the config
 * @param line counted from 1; 0 where no line is to blame
 */
public record ZoneProblem(String source, int line, String text) {
    @Override
    public String toString() {
        return line > 0 ? source + ":" + line + ": " + text : source + ": " + text;
    }
}
