package io.failoverd.daemon.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** So many out of so many, as in {@code 2 of 3}. */
record OutOf(int some, int all) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,4}) +of +([0-9]{1,4})");

    /** Null when the text is no such thing. */
    static @Nullable OutOf parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        return parts.matches() ? new OutOf(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))) : null;
    }

    @Override
    public String toString() {
        return some + " of " + all;
    }
}
